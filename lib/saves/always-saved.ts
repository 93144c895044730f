/** Sites whose files are also saved each time a fetch succeeds. In storage.local, one key a site. */

import type { Storage } from 'webextension-polyfill';
import type { Job } from '../jobs/model';
import { hasData } from '../jobs/views';
import type { Saves } from './saves';

export interface AlwaysSaved {
  all(): Promise<string[]>;
  set(origin: string, always: boolean): Promise<void>;
  /** A job has ended. May be told again, and must be where this rejects. */
  ended(job: Job): Promise<void>;
}

const PREFIX = 'save:';

export function createAlwaysSaved(area: Storage.StorageArea, saves: Pick<Saves, 'saveUnasked' | 'knows'>, now = Date.now): AlwaysSaved {
  /** Since when, in milliseconds since the epoch: what had ended before was not meant. */
  const since = async (origin: string): Promise<number> => {
    const at: unknown = (await area.get(PREFIX + origin))[PREFIX + origin];
    return typeof at === 'number' ? at : Infinity;
  };
  return {
    all: async () => Object.keys(await area.get(null)).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : [])),
    set: (origin, always) => (always ? area.set({ [PREFIX + origin]: now() }) : area.remove(PREFIX + origin)),
    async ended(job) {
      const { phase, key, origin } = job;
      if (phase.state !== 'settled' || phase.failureReason !== '' || !hasData(job)) return;
      if (phase.settledAt < (await since(origin)) || (await saves.knows(key))) return;
      await saves.saveUnasked(key);
    },
  };
}
