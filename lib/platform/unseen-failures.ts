/** Which fetches have failed since one of our pages was open. Kept in storage.session: a background that starts again still knows. */

import type { Storage } from 'webextension-polyfill';
import type { Job } from '../jobs/model';
import type { JobKey } from '../protocol/background-fetch';
import { hasFailed } from './has-failed';

interface Environment {
  area: Storage.StorageArea;
  /** One of our pages is open: what fails is seen. */
  watched: () => boolean;
  tell: (count: number) => void;
}

export interface UnseenFailures {
  boot(): Promise<void>;
  /** May be told again. */
  ended(job: Job): Promise<void>;
  seen(): Promise<void>;
}

const KEY = 'unseen-failures';

export function createUnseenFailures({ area, watched, tell }: Environment): UnseenFailures {
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
      if (hasFailed(job) && !watched()) await change((jobs) => (jobs.includes(job.key) ? jobs : [...jobs, job.key]));
    },
    seen: () => change((jobs) => (jobs.length === 0 ? jobs : [])),
  };
}
