/** The site's events: what they carry, and that one job has only one of them under way. */

import type { BackgroundFetchEventType, BackgroundFetchFailureReason, JobKey } from '../protocol/background-fetch';
import type { ErrandOutcome, ServiceWorkerEvent } from '../protocol/site';
import type { JobsContext } from './context';
import type { Job } from './model';
import { matchRecords } from './records';
import { recordsAvailable, registrationState } from './views';

/**
 * Brings an event to the site's service worker and resolves when that is over, one way or another.
 * `makeEvent` reads ten thousand records, it may be: to be called when it is the event's turn. Null: the job is gone by then, and its
 * scope may be another registration's.
 */
export type Deliver = (job: Job, makeEvent: MakeEvent) => Promise<ErrandOutcome>;
export type MakeEvent = () => Promise<ServiceWorkerEvent | null>;

export interface EventDelivery {
  /** The one event of a settled job, with all records. Never rejects: an attempt that failed in us is one to repeat. */
  deliverResult(job: Job, failureReason: BackgroundFetchFailureReason): Promise<ErrandOutcome>;
  /** https://wicg.github.io/background-fetch/#fire-a-background-fetch-click-event. A second click meanwhile is part of the first. */
  deliverClick(job: Job): Promise<void>;
  /** True once for each click whose handlers are running: they may open or focus one window. */
  takeClick(job: JobKey): boolean;
  /** The event of this settled job is on its way. */
  isDelivering(job: JobKey): boolean;
  /** An event is on its way. */
  readonly busy: boolean;
}

/** https://wicg.github.io/background-fetch/#perform-a-background-fetch-algorithm, the choice of `eventName` */
const resultEventType = (failureReason: BackgroundFetchFailureReason): BackgroundFetchEventType => {
  if (failureReason === 'aborted') return 'backgroundfetchabort';
  return failureReason === '' ? 'backgroundfetchsuccess' : 'backgroundfetchfail';
};

export const createEventDelivery = (context: JobsContext, deliver: Deliver): EventDelivery => {
  const clicks = new Map<JobKey, { windows: number }>();
  const results = new Set<JobKey>();
  let underWay = 0;

  const attempt = async (job: Job, makeEvent: MakeEvent): Promise<ErrandOutcome> => {
    underWay++;
    try {
      return await deliver(job, makeEvent);
    } catch (error) {
      context.onFault('deliver', error);
      return { kind: 'inactive' };
    } finally {
      underWay--;
    }
  };

  const eventOf =
    (key: JobKey, type: BackgroundFetchEventType): MakeEvent =>
    async () => {
      const db = await context.open();
      const [job, tally] = await Promise.all([db.get('jobs', key), db.get('tallies', key)]);
      if (!job || (type !== 'backgroundfetchclick' && !recordsAvailable(job))) return null;
      return {
        type,
        registration: registrationState(job, tally, context.live.get(key)),
        records: job.phase.state === 'settled' && recordsAvailable(job) ? await matchRecords(context, job, null, null) : [],
      };
    };

  return {
    async deliverResult(job, failureReason) {
      results.add(job.key);
      const outcome = await attempt(job, eventOf(job.key, resultEventType(failureReason)));
      results.delete(job.key);
      return outcome;
    },
    async deliverClick(job) {
      if (clicks.has(job.key)) return;
      clicks.set(job.key, { windows: 1 });
      await attempt(job, eventOf(job.key, 'backgroundfetchclick'));
      clicks.delete(job.key);
    },
    takeClick(job) {
      const click = clicks.get(job);
      return click !== undefined && click.windows-- > 0;
    },
    isDelivering: (job) => results.has(job),
    get busy() {
      return underWay > 0;
    },
  };
};
