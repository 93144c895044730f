/** Which fetches have failed since a person has seen the list. Kept in storage.session: a background that starts again still knows. */

import type { Storage } from 'webextension-polyfill';
import type { Job } from '../jobs/model';
import type { JobKey } from '../protocol/background-fetch';
import { hasFailed } from './has-failed';

interface Environment {
  area: Storage.StorageArea;
  /** A person sees the list, and with it what fails. */
  isSeen: () => boolean;
  tell: (count: number) => void;
}

export interface UnseenFailures {
  boot(): Promise<void>;
  /** May be told again. */
  ended(job: Job): Promise<void>;
  seen(): Promise<void>;
}

const KEY = 'unseen-failures';

export function createUnseenFailures({ area, isSeen, tell }: Environment): UnseenFailures {
  let turn: Promise<unknown> = Promise.resolve();
  const change = (make: (jobs: JobKey[]) => JobKey[]): Promise<void> => {
    const mine = turn.then(async () => {
      const stored: unknown = (await area.get(KEY))[KEY];
      const before = Array.isArray(stored) ? (stored as JobKey[]) : [];
      const jobs = make(before);
      if (jobs !== before) await area.set({ [KEY]: jobs });
      tell(jobs.length);
    });
    turn = mine.catch(() => {});
    return mine;
  };
  return {
    boot: () => change((jobs) => jobs),
    ended: async (job) => {
      if (hasFailed(job) && !isSeen()) await change((jobs) => (jobs.includes(job.key) ? jobs : [...jobs, job.key]));
    },
    seen: () => change((jobs) => (jobs.length === 0 ? jobs : [])),
  };
}
