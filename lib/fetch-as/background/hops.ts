import type { DeclarativeNetRequest, Permissions } from 'webextension-polyfill';
import type { HopCalls, HopKey, HopOrder } from '../../protocol/transfer';
import { inBatches } from '../../wire/in-batches';
import { randomToken } from '../../wire/random-token';
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

/** Milliseconds after which rules of hops that are over go without another change that would take them along, idle ones among them. */
const SWEEP = 1000;
/** The most that are idle: each makes every change longer. */
const MOST_IDLE = 24;

interface Rule {
  key: HopKey;
  id: number;
  /** What it forces. */
  headers: string;
  /** Settles when the browser has taken the rule or refused it. */
  stands: Promise<null>;
}

/** The background's side of HopCalls. */
export const createHops = ({ declarativeNetRequest, webRequest, permissions, extensionURL }: HopDependencies): Hops => {
  const watch = createHopWatch({ webRequest, extensionURL });
  const extensionHost = new URL(extensionURL).host;
  /** Of hops under way. No key is known to anybody before its rule stands. */
  const rules = new Map<HopKey, Rule>();
  /** Of hops that went as they should, the oldest first: the next hop that forces the same has one of these. To make one costs a browser more than all else of a small file. */
  const idle: Rule[] = [];
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
      for (const rule of idle.splice(0)) retire(rule);
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

  const retire = ({ key, id }: Rule): void => {
    watch.forget(key);
    retired.push(id);
    sweepLater();
  };
  const keep = (rule: Rule): void => {
    idle.push(rule);
    if (idle.length > MOST_IDLE) retire(idle.shift()!);
    sweepLater();
  };

  const takeIdle = (headers: string): Rule | null => {
    const place = idle.findLastIndex((rule) => rule.headers === headers);
    return place === -1 ? null : idle.splice(place, 1)[0]!;
  };
  const make = async (order: HopOrder, headers: string): Promise<Rule> => {
    const [key, id] = [randomToken(), await nextId()];
    return { key, id, headers, stands: change(hopRule(id, key, order.headers, extensionHost)) };
  };

  /** @param then what becomes of its rule */
  const endHop = (key: HopKey, then: (rule: Rule) => void): void => {
    watch.end(key);
    const rule = rules.get(key);
    rules.delete(key);
    if (rule !== undefined) then(rule);
  };

  return {
    handlers: {
      beginHop: async (order) => {
        if (!isHopOrder(order)) throw new WireException('malformed', 'hop order');
        if (!(await hasAccess(order.url))) return null;
        const headers = JSON.stringify(order.headers);
        const rule = takeIdle(headers) ?? (await make(order, headers));
        const { key } = rule;
        rules.set(key, rule);
        watch.begin(key);
        try {
          await rule.stands;
        } catch (error) {
          endHop(key, retire);
          throw error;
        }
        return key;
      },
      observeHop: async ({ key, failed }) => {
        let well = false;
        try {
          const seen = await watch.observe(key, failed);
          well = seen !== null && !failed;
          return seen;
        } finally {
          endHop(key, well ? keep : retire);
        }
      },
      endHop: ({ key }) => {
        endHop(key, retire);
        return null;
      },
    },
    register: () => watch.clearLeftovers(),
    clearLeftovers: async () => {
      const ids = await standing();
      const live = new Set([...rules.values(), ...idle].map(({ id }) => id));
      const removeRuleIds = ids.filter((id) => !live.has(id));
      if (removeRuleIds.length > 0) await declarativeNetRequest.updateSessionRules({ removeRuleIds });
    },
    accessRemoved: () => {
      accessible = new Set();
    },
  };
};
