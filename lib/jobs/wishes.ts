/** What a person may wish of fetches. Each is a transition, after which the job is looked at again. */

import type { JobKey } from '../protocol/background-fetch';
import type { PauseReason } from '../protocol/ui';
import type { JobsContext } from './context';
import { REMOVE_GRACE } from './delivery-policy';
import type { LeaveDeps } from './leave';
import type { Job } from './model';
import { readJobs } from './read-jobs';
import { pause, remove, restore, resumeByPerson } from './transitions';

export interface Wishes {
  /** False when there was nothing to pause, or it may not be. */
  pause(job: JobKey, reason: PauseReason): Promise<boolean>;
  /** Whatever has paused it. Where connections hold fetches now, they hold this one no more. False when nothing had. */
  resume(job: JobKey): Promise<boolean>;
  pauseAll(): Promise<void>;
  /** All but those that wait for the answer to a question. */
  resumeAll(): Promise<void>;
  /** Takes a finished job off the list, and forgets it after a grace, with its data and an event not yet delivered. False: active, or unknown. */
  remove(job: JobKey): Promise<boolean>;
  /** False: it is too late. */
  restore(job: JobKey): Promise<boolean>;
}

interface Deps extends Pick<LeaveDeps, 'isHeldByConnection'> {
  /** A transition that another look follows; false where it did nothing. */
  apply: (job: JobKey, transition: Promise<Job | null>) => Promise<boolean>;
}

export const createWishes = ({ open, watchers, now }: JobsContext, { apply, isHeldByConnection }: Deps): Wishes => {
  const resume = async (key: JobKey): Promise<boolean> => apply(key, resumeByPerson(await open(), key, await isHeldByConnection()));

  const toActive = async (wish: (key: JobKey, paused: PauseReason | null) => Promise<unknown>): Promise<void> => {
    const db = await open();
    const keys = (await db.getAll('active')).map((row) => row.job);
    const jobs = await readJobs(db, keys);
    await Promise.all(jobs.map(async ({ job: { key, phase } }) => phase.state === 'active' && (await wish(key, phase.paused))));
  };

  return {
    pause: async (key, reason) => apply(key, pause(await open(), key, reason)),
    resume,
    pauseAll: () => toActive(async (key) => apply(key, pause(await open(), key, 'user'))),
    resumeAll: () => toActive(async (key, paused) => paused !== 'consent' && resume(key)),
    async remove(key) {
      const removed = await apply(key, remove(await open(), key, now() + REMOVE_GRACE));
      if (removed) watchers.tellRemoved(key);
      return removed;
    },
    restore: async (key) => apply(key, restore(await open(), key)),
  };
};
