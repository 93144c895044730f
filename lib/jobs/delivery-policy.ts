/** What becomes of a job's one event after an attempt to deliver it. Times in milliseconds. */

import type { ErrandOutcome } from '../protocol/site';
import type { Delivery } from './model';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A handler may have handed bodies on to something that outlives it. */
export const READERS_GRACE = 5 * MINUTE;
/** After a file of it could not be saved: the person may see to it, and try again. */
export const RETRY_GRACE = HOUR;
/** Between taking a job off the list and forgetting it. */
export const REMOVE_GRACE = 15_000;
/** `keepFor` of JobsContext, where nobody chose another time. */
export const KEEP_FOR = 7 * DAY;
/** A worker that dies in its handler this often dies of it. */
export const MAX_DEATHS = 5;
/** Once may be a worker whose update is still under way. */
const MAX_UNHEARD = 2;

const UNHEARD_AGAIN_AFTER = 10 * MINUTE;
const FIRST_WAIT = MINUTE;
const LONGEST_WAIT = 6 * HOUR;

export type Due = Extract<Delivery, { state: 'due' }>;

/** Doubles by itself: as long as the event has waited already. */
const waitAgain = (settledAt: number, now: number): number => now + Math.min(Math.max(now - settledAt, FIRST_WAIT), LONGEST_WAIT);

/** The next state of a delivery, or `forget` when the registration it belongs to is gone. */
export const afterAttempt = (delivery: Due, outcome: ErrandOutcome, settledAt: number, keepFor: number, now: number): Delivery | 'forget' => {
  const unclaimed = settledAt + keepFor;
  switch (outcome.kind) {
    case 'handled':
      return { state: 'over', heard: true, keepUntil: now + READERS_GRACE, data: true };
    case 'unregistered':
      return 'forget';
    case 'died': {
      const attempts = delivery.attempts + 1;
      if (attempts >= MAX_DEATHS) return { state: 'over', heard: true, keepUntil: unclaimed, data: true };
      // Once it may have died of anything: a browser that was short of memory, a person who closed it.
      const wait = attempts === 1 ? 0 : FIRST_WAIT * 2 ** (attempts - 2);
      return { ...delivery, attempts, notBefore: now + wait };
    }
    case 'unheard': {
      const unheard = delivery.unheard + 1;
      if (unheard >= MAX_UNHEARD) return { state: 'over', heard: false, keepUntil: unclaimed, data: true };
      return { ...delivery, unheard, notBefore: now + UNHEARD_AGAIN_AFTER };
    }
    case 'inactive':
    case 'closed':
      if (now >= unclaimed) return { state: 'over', heard: false, keepUntil: now, data: true };
      return { ...delivery, notBefore: waitAgain(settledAt, now) };
  }
};
