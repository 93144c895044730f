/** The tab that shows a window of a site which its click handler wants to have before the person. */

import type { Tabs, Windows } from 'webextension-polyfill';

interface Environment {
  tabs: Pick<Tabs.Static, 'query' | 'update'>;
  /** Firefox for Android has none. */
  windows: Pick<Windows.Static, 'update'> | undefined;
  /** Tabs that we opened ourselves are about to close. */
  isOurs: (tabId: number) => boolean;
}

export interface FoundTab {
  focus(): Promise<void>;
}

const parse = (url: string | undefined): URL | null => (url !== undefined && URL.canParse(url) ? new URL(url) : null);

const withoutFragment = ({ href }: URL): string => href.replace(/#.*/, '');

/**
 * All that a worker knows of its client is the address with which it was made, which `history.pushState()` changes in the tab and not in the client.
 * So it is the tab of that address, of several the one used last; or the only tab of its origin.
 */
export const createFindTab =
  ({ tabs, windows, isOurs }: Environment) =>
  async (url: URL): Promise<FoundTab | null> => {
    const ofSite = (await tabs.query({ discarded: false })).flatMap((tab) => {
      const shown = parse(tab.url);
      return tab.id === undefined || shown?.origin !== url.origin || tab.incognito || isOurs(tab.id) ? [] : { ...tab, id: tab.id, shown };
    });
    const exact = ofSite.filter(({ shown }) => withoutFragment(shown) === withoutFragment(url)).toSorted((a, b) => (b.lastAccessed ?? 0) - (a.lastAccessed ?? 0));
    const found = exact[0] ?? (ofSite.length === 1 ? ofSite[0] : undefined);
    if (!found) return null;
    return {
      async focus() {
        await tabs.update(found.id, { active: true });
        if (found.windowId !== undefined) await windows?.update(found.windowId, { focused: true });
      },
    };
  };
