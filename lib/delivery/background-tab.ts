/** The last way to a service worker: a tab of its site, in the background, muted, closed again. */

import type { Tabs } from 'webextension-polyfill';
import type { TabMessage } from '../protocol/tab';
import type { Place, Tab } from './wake';

/** The tab has no bridge before its document. */
const OFFER_EVERY = 250;
/** A document that heard the offer may have been on its way to another one. */
const OFFER_AGAIN = 2_000;
/** A person who sees tabs flash by will rightly blame us: seldom, and not where nothing can load anyway. */
const AGAIN_AFTER = 60 * 60_000;

interface Environment {
  tabs: Pick<Tabs.Static, 'create' | 'update' | 'remove' | 'sendMessage'>;
  onLine: () => boolean;
}

export interface BackgroundTabs {
  open(place: Place): Promise<Tab | null>;
  /** It is one of those open now. */
  has(tabId: number): boolean;
}

export function createBackgroundTabs({ tabs, onLine }: Environment): BackgroundTabs {
  const lastOpened = new Map<string, number>();
  const open = new Set<number>();

  const hears = (tabId: number, token: string): Promise<boolean> =>
    tabs.sendMessage(tabId, { serve: token } satisfies TabMessage, { frameId: 0 }).then(
      () => true,
      () => false,
    );

  return {
    async open({ origin, scope }) {
      for (const [site, at] of lastOpened) if (Date.now() - at >= AGAIN_AFTER) lastOpened.delete(site);
      if (lastOpened.has(origin) || !onLine()) return null;
      lastOpened.set(origin, Date.now());
      const { id: tabId } = await tabs.create({ url: scope, active: false });
      if (tabId === undefined) return null;
      open.add(tabId);
      await tabs.update(tabId, { muted: true }).catch(() => {});
      let next: ReturnType<typeof setTimeout> | undefined;
      return {
        tabId,
        offer(token, taken) {
          let wanted = true;
          void taken.then(() => (wanted = false));
          const ask = async (): Promise<void> => {
            const heard = await hears(tabId, token);
            if (wanted && open.has(tabId)) next = setTimeout(() => void ask(), heard ? OFFER_AGAIN : OFFER_EVERY);
          };
          void ask();
        },
        async close() {
          clearTimeout(next);
          open.delete(tabId);
          // The user may have closed it first.
          await tabs.remove(tabId).catch(() => {});
        },
      };
    },
    has: (tabId) => open.has(tabId),
  };
}
