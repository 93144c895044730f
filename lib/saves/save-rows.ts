/** The rows of saves, as they are read and changed. */

import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey } from '../protocol/saves';
import { atomically, atomicallyIfRoom, type OpenDatabase } from '../jobs/db';
import { keepForRetry } from '../jobs/transitions';
import { hasEnded, type SaveRow } from '../jobs/save-row';

export interface SaveRows {
  get(save: SaveKey): Promise<SaveRow | undefined>;
  all(): Promise<SaveRow[]>;
  ofJob(job: JobKey): Promise<SaveRow[]>;
  ofDownload(download: number): Promise<SaveRow | undefined>;
  /** Those that have not ended, however many have. */
  unended(): Promise<SaveRow[]>;
  /** Those to be given to the download manager next. */
  waiting(count: number): Promise<SaveRow[]>;
  /**
   * Adds rows of one job. One file has one row: that of an earlier save that has ended makes room, one that has not stays and is returned instead.
   * @param promised nobody is there to try again: on a full disk they take of the room that is kept
   */
  add(rows: SaveRow[], promised: boolean): Promise<SaveRow[]>;
  /** Writes what `make` makes of the row; null where it is gone or `make` says so. */
  change(save: SaveKey, make: (row: SaveRow) => SaveRow | null): Promise<SaveRow | null>;
  /** The same for a row that ends by it: that of a job which is gone is removed, since nobody would find it again. One that fails keeps its bytes for another try. */
  end(save: SaveKey, make: (row: SaveRow) => SaveRow | null): Promise<SaveRow | null>;
  remove(job: JobKey): Promise<SaveRow[]>;
}

export const createSaveRows = (open: OpenDatabase, now: () => number): SaveRows => {
  const ofJob = async (job: JobKey): Promise<SaveRow[]> => (await open()).getAllFromIndex('saves', 'job', job);
  return {
    get: async (save) => (await open()).get('saves', save),
    all: async () => (await open()).getAll('saves'),
    ofJob,
    ofDownload: async (download) => (await open()).getFromIndex('saves', 'download', download),
    async unended() {
      const db = await open();
      const rows = await Promise.all([db.getAllFromIndex('saves', 'state', 'running'), db.getAllFromIndex('saves', 'state', 'paused')]);
      return rows.flat();
    },
    waiting: async (count) => (await open()).getAllFromIndex('saves', 'waiting', null, count),
    add: async (rows, promised) =>
      (promised ? atomically : atomicallyIfRoom)(await open(), ['saves'], 'strict', async (tx) => {
        const saves = tx.objectStore('saves');
        const known = new Map((await saves.index('job').getAll(rows[0]?.job ?? '')).map((row) => [row.index, row]));
        return Promise.all(
          rows.map(async (row) => {
            const old = known.get(row.index);
            if (old && !hasEnded(old)) return old;
            if (old) await saves.delete(old.save);
            await saves.put(row);
            return row;
          }),
        );
      }),
    change: async (save, make) =>
      atomically(await open(), ['saves'], 'strict', async (tx) => {
        const row = await tx.objectStore('saves').get(save);
        const changed = row ? make(row) : null;
        if (changed) await tx.objectStore('saves').put(changed);
        return changed;
      }),
    end: async (save, make) =>
      atomically(await open(), ['saves', 'jobs'], 'strict', async (tx) => {
        const row = await tx.objectStore('saves').get(save);
        const changed = row ? make(row) : null;
        if (!changed) return null;
        if ((await tx.objectStore('jobs').getKey(changed.job)) === undefined) await tx.objectStore('saves').delete(save);
        else await tx.objectStore('saves').put(changed);
        if (changed.from === 'stored' && changed.state === 'failed') await keepForRetry(tx, changed.job, now());
        return changed;
      }),
    remove: async (job) =>
      atomically(await open(), ['saves'], 'relaxed', async (tx) => {
        const rows = await tx.objectStore('saves').index('job').getAll(job);
        await Promise.all(rows.map(({ save }) => tx.objectStore('saves').delete(save)));
        return rows;
      }),
  };
};
