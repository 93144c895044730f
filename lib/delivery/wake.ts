/**
 * Reaching a site's service worker: a document of its origin is made, in which our bridge does an errand. First a frame at the worker's
 * own script, which is small and shows nothing; then one at the scope, for a script that will not be shown; then a background tab.
 */

import type { ErrandOutcome, ServiceWorkerErrand } from '../protocol/site';
import type { Errands, PendingErrand } from './errands';
import type { FrameRules } from './frame-rules';

export interface Place {
  origin: string;
  /** Service worker registration scope URL. */
  scope: string;
  /** Null: not known. */
  scriptURL: string | null;
}

export interface WakeEnvironment {
  errands: Errands;
  frameRules: Pick<FrameRules, 'add'>;
  host: { openFrame(frame: { url: string; name: string }): Promise<void>; closeFrame(name: string): Promise<void> };
  /** Opens a background tab at the scope. Null: not now. */
  openTab: (place: Place) => Promise<Tab | null>;
  onFault: (where: string, error: unknown) => void;
}

export interface Tab {
  tabId: number;
  /** Tells the tab's bridge, as soon as there is one, until the errand is taken. */
  offer(token: string, taken: Promise<void>): void;
  close(): Promise<void>;
}

/** Milliseconds within which a document's bridge must have called. A frame takes 22–71 ms on an idle machine. */
export const FRAME_WITHIN = 3_000;
export const TAB_WITHIN = 15_000;
/** A handler whose promises never settle must not hold a frame, and us, for ever. */
export const HANDLER_LIMIT = 30 * 60_000;

/** The value, or null after so many milliseconds. */
async function within<T>(milliseconds: number, promise: Promise<T>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => (timer = setTimeout(resolve, milliseconds, null)));
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

/** @param onTaken a bridge has the errand: what follows is the site's own time */
export async function wake(
  place: Place,
  errand: ServiceWorkerErrand,
  { errands, frameRules, host, openTab, onFault }: WakeEnvironment,
  onTaken: () => void,
): Promise<ErrandOutcome> {
  /** Null: no bridge came to take it. */
  async function outcomeOf(pending: PendingErrand, limit: number): Promise<ErrandOutcome | null> {
    const taken = await within(limit, pending.taken.then(() => true));
    if (taken === null) return null;
    onTaken();
    return (await within(HANDLER_LIMIT, pending.outcome)) ?? { kind: 'handled', rejected: true };
  }

  async function inFrame(url: string): Promise<ErrandOutcome | null> {
    const rule = await frameRules.add(url);
    const pending = errands.open(errand, { origin: place.origin, tabId: null });
    try {
      await host.openFrame({ url: rule.url, name: pending.token });
      void pending.taken.then(() => rule.remove()).catch((error: unknown) => onFault('wake', error));
      return await outcomeOf(pending, FRAME_WITHIN);
    } finally {
      pending.close();
      await Promise.allSettled([host.closeFrame(pending.token), rule.remove()]);
    }
  }

  async function inTab(): Promise<ErrandOutcome | null> {
    const tab = await openTab(place);
    if (tab === null) return null;
    const pending = errands.open(errand, { origin: place.origin, tabId: tab.tabId });
    try {
      tab.offer(pending.token, pending.taken);
      return await outcomeOf(pending, TAB_WITHIN);
    } finally {
      pending.close();
      await tab.close();
    }
  }

  let reached = false;
  for (const url of new Set([place.scriptURL ?? place.scope, place.scope])) {
    const outcome = await inFrame(url).catch((error: unknown) => (onFault('wake', error), null));
    if (outcome !== null && outcome.kind !== 'inactive') return outcome;
    reached ||= outcome !== null;
  }
  // A registration without an active worker is not made active by one more document.
  const outcome = reached ? null : await inTab().catch((error: unknown) => (onFault('wake', error), null));
  return outcome ?? { kind: 'inactive' };
}
