/** How many fetches have failed since one of our pages was open. Kept in storage.session: a background that starts again still knows. */

import type { Storage } from 'webextension-polyfill';
import type { Job } from '../jobs/model';
import { hasFailed } from './has-failed';

interface Environment {
  area: Storage.StorageArea;
  /** One of our pages is open: what fails is seen. */
  watched: () => boolean;
  tell: (count: number) => void;
}

export interface UnseenFailures {
  boot(): Promise<void>;
  ended(job: Job): Promise<void>;
  seen(): Promise<void>;
}

const KEY = 'unseen-failures';

export function createUnseenFailures({ area, watched, tell }: Environment): UnseenFailures {
  let turn: Promise<unknown> = Promise.resolve();
  const change = (make: (count: number) => number): Promise<void> => {
    const mine = turn.then(async () => {
      const stored: unknown = (await area.get(KEY))[KEY];
      const before = typeof stored === 'number' ? stored : 0;
      const count = make(before);
      if (count !== before) await area.set({ [KEY]: count });
      tell(count);
    });
    turn = mine.catch(() => {});
    return mine;
  };
  return {
    boot: () => change((count) => count),
    ended: async (job) => {
      if (hasFailed(job) && !watched()) await change((count) => count + 1);
    },
    seen: () => change(() => 0),
  };
}
