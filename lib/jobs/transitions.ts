/**
 * Every way a job may change. Each is one transaction, checks the state it starts from inside it, and may be repeated.
 * The states are those of model.ts; https://wicg.github.io/background-fetch/#background-fetch-concept
 */

import type { BackgroundFetchFailureReason, JobKey, UIOptions } from '../protocol/background-fetch';
import type { ErrandOutcome } from '../protocol/site';
import type { PauseReason } from '../protocol/ui';
import { atomically, recordKeys, type WriteTransaction } from './db';
import { afterAttempt, RETRY_GRACE } from './delivery-policy';
import type { Job } from './model';
import { hasEnded } from './save-row';
import type { JobsDB, Tally } from './schema';

type Bytes = Pick<Tally, 'downloaded' | 'uploaded'>;

/** Writes the job with `change` made to it; null when `change` finds it in no state to be changed. */
const change = async (tx: WriteTransaction, key: JobKey, make: (job: Job) => Job | null): Promise<Job | null> => {
  const store = tx.objectStore('jobs');
  const job = await store.get(key);
  const changed = job ? make(job) : null;
  if (changed) await store.put(changed);
  return changed;
};

/** Ends an active job: off the active background fetches, its event due at once, and nobody told yet. */
const end = async (tx: WriteTransaction, job: Job, failureReason: BackgroundFetchFailureReason, bytes: Bytes, now: number): Promise<Job> => {
  const ended: Job = {
    ...job,
    ...bytes,
    untold: now,
    phase: { state: 'settled', failureReason, settledAt: now, delivery: { state: 'due', attempts: 0, notBefore: now, unheard: 0 } },
  };
  await Promise.all([tx.objectStore('jobs').put(ended), tx.objectStore('active').delete([job.scope, job.id])]);
  return ended;
};

/** These hold only what can go on without repeating a request. */
const needsPausable = (reason: PauseReason): boolean => reason === 'user' || reason === 'metered';

/** Sets the paused flag. Null when the job is not running, or may not be paused. What the connection holds a person may hold as well. */
export const pause = (db: JobsDB, key: JobKey, reason: PauseReason): Promise<Job | null> =>
  atomically(db, ['jobs', 'tallies'], 'strict', async (tx) => {
    const tally = await tx.objectStore('tallies').get(key);
    return change(tx, key, (job) => {
      if (job.phase.state !== 'active' || !tally || (needsPausable(reason) && !job.pausable)) return null;
      if (job.phase.paused !== null && !(reason === 'user' && job.phase.paused === 'metered')) return null;
      return { ...job, downloaded: tally.downloaded, uploaded: tally.uploaded, phase: { state: 'active', paused: reason } };
    });
  });

/** Unsets the paused flag where `reason` did set it. Null when it did not. */
export const resume = (db: JobsDB, key: JobKey, reason: PauseReason): Promise<Job | null> =>
  atomically(db, ['jobs'], 'strict', (tx) =>
    change(tx, key, (job) => {
      if (job.phase.state !== 'active' || job.phase.paused !== reason) return null;
      return { ...job, phase: { state: 'active', paused: null } };
    }),
  );

/**
 * A person unsets the paused flag, whatever set it. Null when there was nothing to unset.
 * @param meteredToo whoever says so on a metered connection means this one
 */
export const resumeByPerson = (db: JobsDB, key: JobKey, meteredToo: boolean): Promise<Job | null> =>
  atomically(db, ['jobs'], 'strict', (tx) =>
    change(tx, key, (job) => {
      if (job.phase.state !== 'active' || job.phase.paused === null) return null;
      return { ...job, meteredToo: job.meteredToo || meteredToo, phase: { state: 'active', paused: null } };
    }),
  );

/**
 * Ends an active job as "aborted"; null when another call or its last record has ended it before.
 * `seen`: byte counts the site has been shown already; they must not go back.
 * https://wicg.github.io/background-fetch/#background-fetch-registration-abort
 */
export const abort = (db: JobsDB, key: JobKey, seen: Bytes | null, now: number): Promise<Job | null> =>
  atomically(db, ['jobs', 'active', 'tallies'], 'strict', async (tx) => {
    const job = await tx.objectStore('jobs').get(key);
    const tally = await tx.objectStore('tallies').get(key);
    if (job?.phase.state !== 'active' || !tally) return null;
    const bytes = {
      downloaded: Math.max(tally.downloaded, seen?.downloaded ?? 0),
      uploaded: Math.max(tally.uploaded, seen?.uploaded ?? 0),
    };
    return end(tx, job, 'aborted', bytes, now);
  });

/** Whether a job's records leave nothing to wait for. */
export const isComplete = (tally: Tally, recordCount: number): boolean =>
  tally.settled >= recordCount || tally.failureReason === 'download-total-exceeded';

/**
 * The end of "perform a background fetch"; null while records are missing or when the job has ended before.
 * https://wicg.github.io/background-fetch/#perform-a-background-fetch-algorithm
 *
 * The draft's test for `failureReason` is inverted, so that it would stay empty for ever. As its notes and Chromium have it: the reason of
 * the record that failed first, and "download-total-exceeded" over any other (see Tally).
 */
export const settle = (db: JobsDB, key: JobKey, now: number): Promise<Job | null> =>
  atomically(db, ['jobs', 'active', 'tallies'], 'strict', async (tx) => {
    const job = await tx.objectStore('jobs').get(key);
    const tally = await tx.objectStore('tallies').get(key);
    if (job?.phase.state !== 'active' || !tally || !isComplete(tally, job.recordCount)) return null;
    return end(tx, job, tally.failureReason, { downloaded: tally.downloaded, uploaded: tally.uploaded }, now);
  });

/** All who want to know of its end have been told, and what was wished for it is done. */
export const told = (db: JobsDB, key: JobKey): Promise<Job | null> =>
  atomically(db, ['jobs'], 'relaxed', (tx) => change(tx, key, ({ untold: _untold, announced: _announced, ...job }) => job));

/** They have been told; a wish is left. Null when none is. */
export const announced = (db: JobsDB, key: JobKey): Promise<Job | null> =>
  atomically(db, ['jobs'], 'relaxed', (tx) => change(tx, key, (job) => (job.untold === undefined ? null : { ...job, announced: true })));

const keptAtLeast = (job: Job, until: number): Job | null => {
  if (job.phase.state !== 'settled' || job.phase.delivery.state !== 'over' || !job.phase.delivery.data || job.phase.delivery.keepUntil >= until) return null;
  return { ...job, phase: { ...job.phase, delivery: { ...job.phase.delivery, keepUntil: until } } };
};

/** A file of it could not be saved. Part of the transaction that writes so: no sweep may come between. Null when its bytes are gone, or stay that long anyway. */
export const keepForRetry = (tx: WriteTransaction, key: JobKey, now: number): Promise<Job | null> => change(tx, key, (job) => keptAtLeast(job, now + RETRY_GRACE));

/** How an attempt to deliver the event ended. Null when no event was due; `forget` when the registration is gone: the job must be too. */
export const deliveryAttempted = (db: JobsDB, key: JobKey, outcome: ErrandOutcome, keepFor: number, now: number): Promise<Job | 'forget' | null> =>
  atomically(db, ['jobs', 'saves'], 'strict', async (tx) => {
    const [job, saves] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('saves').index('job').getAll(key)]);
    if (job?.phase.state !== 'settled' || job.phase.delivery.state !== 'due') return null;
    const delivery = afterAttempt(job.phase.delivery, outcome, job.phase.settledAt, keepFor, now);
    if (delivery === 'forget') return 'forget';
    const attempted: Job = { ...job, phase: { ...job.phase, delivery } };
    const wantsRetry = saves.some(({ from, state }) => from === 'stored' && state === 'failed');
    return change(tx, key, () => (wantsRetry ? keptAtLeast(attempted, now + RETRY_GRACE) : null) ?? attempted);
  });

/** Counts a beginning, before it may go wrong. Null when there is nothing to get, or it has gone wrong too often. */
export const beginIcon = (db: JobsDB, key: JobKey, maxTries: number): Promise<Job | null> =>
  atomically(db, ['jobs'], 'relaxed', (tx) =>
    change(tx, key, (job) => {
      const { icons, icon, iconTries = 0 } = job;
      return icons.length === 0 || icon !== undefined || iconTries >= maxTries ? null : { ...job, iconTries: iconTries + 1 };
    }),
  );

/** Null when the site has named another one meanwhile. */
export const setIcon = (db: JobsDB, key: JobKey, src: string, icon: string): Promise<Job | null> =>
  atomically(db, ['jobs'], 'relaxed', (tx) => change(tx, key, (job) => (job.icons[0]?.src === src ? { ...job, icon } : null)));

/** https://wicg.github.io/background-fetch/#background-fetch-update-ui-event-update-ui: only while the success or fail event is being delivered. */
export const updateUI = (db: JobsDB, key: JobKey, options: UIOptions): Promise<Job | null> =>
  atomically(db, ['jobs'], 'relaxed', (tx) =>
    change(tx, key, (job) => {
      const { phase } = job;
      if (phase.state !== 'settled' || phase.delivery.state !== 'due' || phase.failureReason === 'aborted') return null;
      const { icon: _icon, iconTries: _tries, ...withoutIcon } = job;
      return { ...(options.icons ? withoutIcon : job), ...options };
    }),
  );

/** Takes a finished job off the list; all else goes on as before, until it is forgotten at that time. Null when it is active. */
export const remove = (db: JobsDB, key: JobKey, removeAt: number): Promise<Job | null> =>
  atomically(db, ['jobs'], 'strict', (tx) =>
    change(tx, key, (job) => (job.phase.state === 'settled' ? { ...job, removeAt: job.removeAt ?? removeAt } : null)),
  );

/** Puts it back on the list. Null when it is not known any more. */
export const restore = (db: JobsDB, key: JobKey): Promise<Job | null> =>
  atomically(db, ['jobs'], 'strict', (tx) => change(tx, key, (job) => ({ ...job, removeAt: null })));

/**
 * Removes the records of a job whose delivery is over; the bare row stays on the list. Null when it has none or may not yet.
 * The files must be removed after this, never before: a reader must find no row rather than a row without files.
 * @param latest only what is to be kept no longer than until then
 */
export const dropData = (db: JobsDB, key: JobKey, keepFor: number, latest = Infinity): Promise<Job | null> =>
  atomically(db, ['jobs', 'records', 'bodies', 'tallies'], 'relaxed', async (tx) => {
    const dropped = await change(tx, key, (job) => {
      if (job.phase.state !== 'settled' || job.phase.delivery.state !== 'over' || !job.phase.delivery.data || job.phase.delivery.keepUntil > latest) return null;
      const delivery = { ...job.phase.delivery, data: false, keepUntil: job.phase.settledAt + keepFor };
      return { ...job, phase: { ...job.phase, delivery } };
    });
    if (dropped) {
      await Promise.all([
        tx.objectStore('records').delete(recordKeys(key)),
        tx.objectStore('bodies').delete(recordKeys(key)),
        tx.objectStore('tallies').delete(key),
      ]);
    }
    return dropped;
  });

/** Another time to keep what is over: bare rows, and bytes that no handler came for. Those that one has had keep their grace. */
export const keepOver = (db: JobsDB, keepFor: number): Promise<void> =>
  atomically(db, ['jobs'], 'relaxed', async (tx) => {
    for (const key of await tx.objectStore('jobs').index('kept').getAllKeys()) {
      await change(tx, key, (job) => {
        if (job.phase.state !== 'settled' || job.phase.delivery.state !== 'over' || (job.phase.delivery.data && job.phase.delivery.heard)) return null;
        return { ...job, phase: { ...job.phase, delivery: { ...job.phase.delivery, keepUntil: job.phase.settledAt + keepFor } } };
      });
    }
  });

/**
 * Removes every trace of a job but its files and saves that are under way, which must be removed after this. Returns what it was; null when there is none.
 * @param when only a job of which this is true
 */
export const forget = (db: JobsDB, key: JobKey, when: (job: Job) => boolean = () => true): Promise<Job | null> =>
  atomically(db, ['jobs', 'active', 'records', 'bodies', 'tallies', 'saves'], 'strict', async (tx) => {
    const [job, saves] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('saves').index('job').getAll(key)]);
    if (!job || !when(job)) return null;
    await Promise.all([
      tx.objectStore('jobs').delete(key),
      job.phase.state === 'active' ? tx.objectStore('active').delete([job.scope, job.id]) : null,
      tx.objectStore('records').delete(recordKeys(key)),
      tx.objectStore('bodies').delete(recordKeys(key)),
      tx.objectStore('tallies').delete(key),
      // Whoever is to stop the others must find them.
      ...saves.filter(hasEnded).map(({ save }) => tx.objectStore('saves').delete(save)),
    ]);
    return job;
  });
