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
  /** Call when access to any host was taken away. */
  accessRemoved(): void;
}

/** Milliseconds after which rules of hops that are over go without another change that would take them along. */
const SWEEP = 1000;

/** The background's side of HopCalls. */
export const createHops = ({ declarativeNetRequest, webRequest, permissions, extensionURL }: HopDependencies): Hops => {
  const watch = createHopWatch({ webRequest, extensionURL });
  const extensionHost = new URL(extensionURL).host;
  /** `stands` settles when the browser has taken the rule or refused it. */
  const rules = new Map<string, { id: number; stands: Promise<null> }>();
  /** Ids of rules whose hops are over: they match nothing, and go with the next change. Each call costs the browser more than a rule in it. */
  const retired: number[] = [];
  /** Null: only to take the retired ones away. */
  const change = inBatches(async (added: (DeclarativeNetRequest.Rule | null)[]) => {
    const removeRuleIds = retired.splice(0);
    try {
      await declarativeNetRequest.updateSessionRules({ removeRuleIds, addRules: added.filter((rule) => rule !== null) });
    } catch (error) {
      retired.push(...removeRuleIds);
      throw error;
    }
    return added.map(() => null);
  });
  let sweep: ReturnType<typeof setTimeout> | undefined;
  const sweepLater = (): void => {
    sweep ??= setTimeout(() => {
      sweep = undefined;
      // Whatever stays matches nothing, and goes when a Worker starts.
      if (retired.length > 0) void change(null).catch(() => {});
    }, SWEEP);
  };

  /** Where there was access when last asked. Whether it is true at the moment of the request shows on the wire. */
  let accessible = new Set<string>();
  const hasAccess = async (url: string): Promise<boolean> => {
    const { origin } = new URL(url);
    const known = accessible;
    if (known.has(origin)) return true;
    const has = await hasHostAccess(permissions, url);
    if (has) known.add(origin);
    return has;
  };

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
    retired.push(rule.id);
    sweepLater();
  };

  return {
    handlers: {
      beginHop: async (order) => {
        if (!isHopOrder(order) || rules.has(order.key)) throw new WireException('malformed', 'hop order');
        if (!(await hasAccess(order.url))) return 'host-access';
        const id = await nextId();
        watch.begin(order.key);
        const stands = change(hopRule(id, order, extensionHost));
        rules.set(order.key, { id, stands });
        try {
          await stands;
        } catch (error) {
          await endHop(order.key);
          throw error;
        }
        return 'ready';
      },
      observeHop: ({ key, failed }) => watch.observe(key, failed).finally(() => void endHop(key)),
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
    accessRemoved: () => {
      accessible = new Set();
    },
  };
};
