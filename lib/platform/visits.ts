/** Pages that open while some event has found nobody to hear it. Costs nothing otherwise. */

import type { Tabs } from 'webextension-polyfill';

interface Environment {
  tabs: Pick<Tabs.Static, 'onUpdated'>;
  /** Tabs that we opened ourselves are no visits. */
  isOurs: (tabId: number) => boolean;
}

export interface Visits {
  /** Listen, or not. */
  watch(wanted: boolean): void;
}

/**
 * Must be called synchronously at background start. It listens at once: only then does a page that opens wake a background that was stopped
 * (in Firefox a listener added later does not); `watch(false)` ends that as soon as it is known that nothing waits.
 */
export function createVisits({ tabs, isOurs }: Environment, visited: (origin: string) => void): Visits {
  const listener = (tabId: number, change: Tabs.OnUpdatedChangeInfoType, { url, incognito }: Tabs.Tab): void => {
    if (change.status !== 'complete' || incognito || isOurs(tabId) || url === undefined || !URL.canParse(url)) return;
    const { origin } = new URL(url);
    if (origin !== 'null') visited(origin);
  };
  tabs.onUpdated.addListener(listener);
  let listening = true;
  return {
    watch(wanted) {
      if (wanted === listening) return;
      listening = wanted;
      if (wanted) tabs.onUpdated.addListener(listener);
      else tabs.onUpdated.removeListener(listener);
    },
  };
}
