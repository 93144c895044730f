/** The last way to a service worker: a tab of its site, in the background, muted, closed again. */

import type { Storage, Tabs } from 'webextension-polyfill';
import type { TabMessage } from '../protocol/tab';
import type { FrameRules } from './frame-rules';
import type { Place, Tab } from './wake';

/** The tab has no bridge before its document. */
const OFFER_EVERY = 250;
/** A document that heard the offer may have been on its way to another one. */
const OFFER_AGAIN = 2_000;
/** A person who sees tabs flash by will rightly blame us: seldom, and not where nothing can load anyway. */
const AGAIN_AFTER = 60 * 60_000;

const KEY = 'background-tabs';

interface Environment {
  tabs: Pick<Tabs.Static, 'create' | 'update' | 'remove' | 'sendMessage'>;
  rules: Pick<FrameRules, 'confine'>;
  /** Of this run of the browser: a background lives for half a minute. */
  area: Storage.StorageArea;
  sameSite: (a: string, b: string) => boolean;
  onLine: () => boolean;
}

export interface BackgroundTabs {
  open(place: Place): Promise<Tab | null>;
  /** It is one of those open now. */
  has(tabId: number): boolean;
}

export function createBackgroundTabs({ tabs, rules, area, sameSite, onLine }: Environment): BackgroundTabs {
  let opened: Promise<Record<string, number>> | null = null;
  const open = new Set<number>();

  const hears = (tabId: number, token: string): Promise<boolean> =>
    tabs.sendMessage(tabId, { serve: token } satisfies TabMessage, { frameId: 0 }).then(
      () => true,
      () => false,
    );

  const openedSoFar = (): Promise<Record<string, number>> =>
    (opened ??= area.get(KEY).then(
      (stored) => ({ ...(stored[KEY] as Record<string, number> | undefined) }),
      (error: unknown) => {
        opened = null;
        throw error;
      },
    ));

  const remove = async (tabId: number): Promise<void> => {
    open.delete(tabId);
    // The user may have closed it first.
    await tabs.remove(tabId).catch(() => {});
  };

  return {
    async open({ origin, scope }) {
      const times = await openedSoFar();
      for (const [site, at] of Object.entries(times)) if (Date.now() - at >= AGAIN_AFTER) delete times[site];
      if (Object.keys(times).some((site) => sameSite(site, origin)) || !onLine()) return null;
      times[origin] = Date.now();
      await area.set({ [KEY]: times });
      const { id: tabId } = await tabs.create({ url: 'about:blank', active: false });
      if (tabId === undefined) return null;
      open.add(tabId);
      const free = await rules.confine(tabId, origin).catch(async (error: unknown) => {
        await remove(tabId);
        throw error;
      });
      await tabs.update(tabId, { url: scope, muted: true }).catch(() => {});
      let next: ReturnType<typeof setTimeout> | undefined;
      return {
        tabId,
        offer(token, taken) {
          let wanted = true;
          void taken
            .then(() => {
              wanted = false;
              return free();
            })
            // To be done when it closes.
            .catch(() => {});
          const ask = async (): Promise<void> => {
            const heard = await hears(tabId, token);
            if (wanted && open.has(tabId)) next = setTimeout(() => void ask(), heard ? OFFER_AGAIN : OFFER_EVERY);
          };
          void ask();
        },
        async close() {
          clearTimeout(next);
          // What came of the errand counts. Rules of a tab that is no more do nothing.
          await Promise.allSettled([remove(tabId), free()]);
        },
      };
    },
    has: (tabId) => open.has(tabId),
  };
}
