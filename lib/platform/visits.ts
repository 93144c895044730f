/** Pages that open while some event has found nobody to hear it. Costs nothing otherwise. */

import type { Alarms, Runtime, Tabs } from 'webextension-polyfill';

interface Environment {
  tabs: Pick<Tabs.Static, 'onUpdated' | 'query'>;
  runtime: Pick<Runtime.Static, 'onSuspend'>;
  alarms: Pick<Alarms.Static, 'create'>;
  /** What a start can read at once; null in a service worker. */
  memory: Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> | null;
  /** Tabs that we opened ourselves are no visits. */
  isOurs: (tabId: number) => boolean;
  onFault: (where: string, error: unknown) => void;
}

export interface Visits {
  /** Listen, or not. */
  watch(wanted: boolean): void;
}

const KEY = 'visits';
/** Something waits, and a page that opens starts a background that was stopped. */
const WAKES = 'wake';
/** Something waits, and only a background that runs hears of it. */
const LATE = 'late';

/** Milliseconds: a background that is about to stop has stopped by then. */
const STOPPED = 1_000;

/**
 * Must be called synchronously at background start.
 *
 * Chromium lets a listener start a stopped service worker until it is removed. Firefox starts a stopped event page for those listeners, removed or not,
 * that were added while it started the last time (https://bugzilla.mozilla.org/show_bug.cgi?id=1899767), and for no others: there a start must know
 * whether something waits, or every page that loads anywhere would start the background.
 */
export function createVisits({ tabs, runtime, alarms, memory, isOurs, onFault }: Environment, visited: (origin: string) => void): Visits {
  const see = (tabId: number | undefined, { url, incognito }: Tabs.Tab): void => {
    if (incognito || tabId === undefined || isOurs(tabId) || url === undefined || !URL.canParse(url)) return;
    const { origin } = new URL(url);
    if (origin !== 'null') visited(origin);
  };
  const listener = (tabId: number, change: Tabs.OnUpdatedChangeInfoType, tab: Tabs.Tab): void => {
    if (change.status === 'complete') see(tabId, tab);
  };
  const seeAll = async (): Promise<void> => {
    for (const tab of await tabs.query({})) see(tab.id, tab);
  };

  const remembered = memory?.getItem(KEY) ?? null;
  const wakes = memory === null || remembered !== null;
  let listening = wakes;
  if (wakes) tabs.onUpdated.addListener(listener);
  if (remembered === LATE) {
    memory?.setItem(KEY, WAKES);
    // Those that opened since the background before this one has ended.
    seeAll().catch((error: unknown) => onFault('visits', error));
  }
  if (memory) {
    runtime.onSuspend.addListener(() => {
      // The start that follows listens in time.
      if (memory.getItem(KEY) === LATE) Promise.resolve(alarms.create('listen', { when: Date.now() + STOPPED })).catch((error: unknown) => onFault('visits', error));
    });
  }

  return {
    watch(wanted) {
      if (wanted === listening) return;
      listening = wanted;
      if (wanted) {
        memory?.setItem(KEY, wakes ? WAKES : LATE);
        tabs.onUpdated.addListener(listener);
      } else {
        memory?.removeItem(KEY);
        tabs.onUpdated.removeListener(listener);
      }
    },
  };
}
