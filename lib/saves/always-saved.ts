/** Sites whose files are also saved each time a fetch succeeds. In storage.local, one key a site. */

import type { Storage } from 'webextension-polyfill';
import type { JobsContext } from '../jobs/context';
import type { Job } from '../jobs/model';
import { hasData } from '../jobs/views';
import type { Saves } from './saves';

export interface AlwaysSaved {
  all(): Promise<string[]>;
  set(origin: string, always: boolean): Promise<void>;
  /** A job has ended. */
  ended(job: Job): Promise<void>;
  /** To be called at every start of the background, after that of the saves: finds what an earlier one has not lived to save. */
  boot(): Promise<void>;
}

const PREFIX = 'save:';

export function createAlwaysSaved({ open }: Pick<JobsContext, 'open'>, area: Storage.StorageArea, saves: Pick<Saves, 'save' | 'knows'>, now = Date.now): AlwaysSaved {
  /** Since when, in milliseconds since the epoch: what had ended before was not meant. */
  const since = async (origin: string): Promise<number> => {
    const at: unknown = (await area.get(PREFIX + origin))[PREFIX + origin];
    return typeof at === 'number' ? at : Infinity;
  };
  const all = async (): Promise<string[]> => Object.keys(await area.get(null)).flatMap((key) => (key.startsWith(PREFIX) ? [key.slice(PREFIX.length)] : []));

  const ended = async (job: Job): Promise<void> => {
    const { phase, key, origin } = job;
    if (phase.state !== 'settled' || phase.failureReason !== '' || !hasData(job)) return;
    if (phase.settledAt < (await since(origin)) || (await saves.knows(key))) return;
    await saves.save(key, null);
  };

  return {
    all,
    set: (origin, always) => (always ? area.set({ [PREFIX + origin]: now() }) : area.remove(PREFIX + origin)),
    ended,
    async boot() {
      for (const origin of await all()) {
        for (const job of await (await open()).getAllFromIndex('jobs', 'origin', origin)) await ended(job);
      }
    },
  };
}
