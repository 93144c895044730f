/** The rows of saves, as they are read and changed. */

import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey } from '../protocol/saves';
import { atomically, atomicallyIfRoom, type OpenDatabase } from '../jobs/db';
import type { SaveRow } from '../jobs/save-row';

export interface SaveRows {
  get(save: SaveKey): Promise<SaveRow | undefined>;
  all(): Promise<SaveRow[]>;
  ofJob(job: JobKey): Promise<SaveRow[]>;
  ofDownload(download: number): Promise<SaveRow | undefined>;
  /** The download manager has them. */
  underWay(): Promise<SaveRow[]>;
  /** Those to be given to the download manager next. */
  waiting(count: number): Promise<SaveRow[]>;
  /**
   * Adds rows of one job. One file has one row: that of an earlier save that has ended makes room, one that has not stays and is returned instead.
   */
  add(rows: SaveRow[]): Promise<SaveRow[]>;
  /** Writes what `make` makes of the row; null where it is gone or `make` says so. */
  change(save: SaveKey, make: (row: SaveRow) => SaveRow | null): Promise<SaveRow | null>;
  remove(job: JobKey): Promise<SaveRow[]>;
}

export const hasEnded = ({ state }: SaveRow): boolean => state !== 'running' && state !== 'paused';

export const createSaveRows = (open: OpenDatabase): SaveRows => {
  const ofJob = async (job: JobKey): Promise<SaveRow[]> => (await open()).getAllFromIndex('saves', 'job', job);
  return {
    get: async (save) => (await open()).get('saves', save),
    all: async () => (await open()).getAll('saves'),
    ofJob,
    ofDownload: async (download) => (await open()).getFromIndex('saves', 'download', download),
    async underWay() {
      const db = await open();
      const rows = await Promise.all([db.getAllFromIndex('saves', 'state', 'running'), db.getAllFromIndex('saves', 'state', 'paused')]);
      return rows.flat().filter(({ waiting }) => waiting === undefined);
    },
    waiting: async (count) => (await open()).getAllFromIndex('saves', 'waiting', null, count),
    add: async (rows) =>
      atomicallyIfRoom(await open(), ['saves'], 'strict', async (tx) => {
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
    remove: async (job) =>
      atomically(await open(), ['saves'], 'relaxed', async (tx) => {
        const rows = await tx.objectStore('saves').index('job').getAll(job);
        await Promise.all(rows.map(({ save }) => tx.objectStore('saves').delete(save)));
        return rows;
      }),
  };
};
