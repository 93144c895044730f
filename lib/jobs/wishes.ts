/** What a person may wish of fetches. Each is a transition, after which the job is looked at again. */

import type { JobKey } from '../protocol/background-fetch';
import type { PauseReason } from '../protocol/ui';
import type { JobsContext } from './context';
import { REMOVE_GRACE } from './delivery-policy';
import type { LeaveDeps } from './leave';
import type { Job } from './model';
import type { JobsDB } from './schema';
import { pause, remove, restore, resume, resumeByPerson } from './transitions';

export interface Wishes {
  /** False when there was nothing to pause, or it may not be. */
  pause(job: JobKey, reason: PauseReason): Promise<boolean>;
  /** Whatever has paused it. Where connections hold fetches now, they hold this one no more. False when nothing had. */
  resume(job: JobKey): Promise<boolean>;
  /** All that can be paused. */
  pauseAll(): Promise<void>;
  /** All that a person paused: nobody has looked at each whether it may cost money. */
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
  const toAll = async (transition: (db: JobsDB, key: JobKey, reason: PauseReason) => Promise<Job | null>): Promise<void> => {
    const db = await open();
    await Promise.all((await db.getAll('active')).map(({ job }) => apply(job, transition(db, job, 'user'))));
  };

  return {
    pause: async (key, reason) => apply(key, pause(await open(), key, reason)),
    resume: async (key) => apply(key, resumeByPerson(await open(), key, await isHeldByConnection())),
    pauseAll: () => toAll(pause),
    resumeAll: () => toAll(resume),
    async remove(key) {
      const removed = await apply(key, remove(await open(), key, now() + REMOVE_GRACE));
      if (removed) watchers.tellRemoved(key);
      return removed;
    },
    restore: async (key) => apply(key, restore(await open(), key)),
  };
};
