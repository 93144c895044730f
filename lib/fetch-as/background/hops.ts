import type { DeclarativeNetRequest, Permissions } from 'webextension-polyfill';
import type { HopCalls } from '../../protocol/transfer';
import { inBatches } from '../../wire/in-batches';
import { WireException, type Handlers } from '../../wire/wire';
import { freeHopRuleId, hopRule, isHopOrder, isHopRuleId } from './hop-rule';
import { hasHostAccess } from './host-access';
import { createHopWatch, type HopWebRequest } from './hop-watch';

export interface HopDependencies {
  declarativeNetRequest: Pick<DeclarativeNetRequest.Static, 'getSessionRules' | 'updateSessionRules'>;
  webRequest: HopWebRequest;
  permissions: Pick<Permissions.Static, 'contains'>;
  /** `runtime.getURL('')` */
  extensionURL: string;
}

export interface Hops {
  handlers: Handlers<HopCalls>;
  /** Call synchronously when the background starts: else listeners of a killed one go on waking it. */
  register(): void;
  /**
   * Removes rules without a hop. Call whenever a transfer Worker has started, and only then: the hops of a Worker outlive this background, and a
   * rule taken from under one of them would let its request go out bare.
   */
  clearLeftovers(): Promise<void>;
}

interface RuleChange {
  add?: DeclarativeNetRequest.Rule;
  remove?: number;
}

/** The background's side of HopCalls. */
export const createHops = ({ declarativeNetRequest, webRequest, permissions, extensionURL }: HopDependencies): Hops => {
  const watch = createHopWatch({ webRequest, extensionURL });
  const extensionHost = new URL(extensionURL).host;
  /** `stands` settles when the browser has taken the rule or refused it. */
  const rules = new Map<string, { id: number; stands: Promise<null> }>();
  // Each call costs the browser more than a rule in it.
  const change = inBatches(async (changes: RuleChange[]) => {
    await declarativeNetRequest.updateSessionRules({
      removeRuleIds: changes.flatMap(({ remove }) => remove ?? []),
      addRules: changes.flatMap(({ add }) => add ?? []),
    });
    return changes.map(() => null);
  });

  const standing = async (): Promise<number[]> => {
    const rules = await declarativeNetRequest.getSessionRules();
    return rules.map(({ id }) => id).filter(isHopRuleId);
  };
  // Rules outlive this background: their ids are taken.
  let free: Promise<{ id: number }> | undefined;
  const nextId = async (): Promise<number> => {
    free ??= standing().then((ids) => ({ id: freeHopRuleId(ids) }));
    try {
      return (await free).id++;
    } catch (error) {
      free = undefined;
      throw error;
    }
  };

  const endHop = async (key: string): Promise<void> => {
    watch.end(key);
    const rule = rules.get(key);
    rules.delete(key);
    if (rule === undefined) return;
    // Of one batch the browser removes first.
    await rule.stands.catch(() => {});
    await change({ remove: rule.id });
  };

  return {
    handlers: {
      beginHop: async (order) => {
        if (!isHopOrder(order) || rules.has(order.key)) throw new WireException('malformed', 'hop order');
        if (!(await hasHostAccess(permissions, order.url))) return 'host-access';
        const id = await nextId();
        watch.begin(order.key);
        const stands = change({ add: hopRule(id, order, extensionHost) });
        rules.set(order.key, { id, stands });
        try {
          await stands;
        } catch (error) {
          await endHop(order.key).catch(() => {});
          throw error;
        }
        return 'ready';
      },
      observeHop: ({ key, failed }) => watch.observe(key, failed),
      endHop: async ({ key }) => {
        await endHop(key);
        return null;
      },
    },
    register: () => watch.clearLeftovers(),
    clearLeftovers: async () => {
      const live = new Set([...rules.values()].map(({ id }) => id));
      const removeRuleIds = (await standing()).filter((id) => !live.has(id));
      if (removeRuleIds.length > 0) await declarativeNetRequest.updateSessionRules({ removeRuleIds });
    },
  };
};
