/** The Worker's memory over IndexedDB. Runs in the Worker: must import nothing of the extension. */

import type { Journal, TransferJob } from '../transfer/journal';
import { allSegments, type RecordRow } from '../transfer/record-row';
import { sizeOf } from '../transfer/segments/span';
import { atomically, jobsDatabase, type OpenDatabase } from './db';
import type { StoredRecord, Tally } from './schema';

/** @param open the database; by default the extension's own */
export const createJournal = (open: OpenDatabase = jobsDatabase()): Journal => ({
  async job(key): Promise<TransferJob | null> {
    const job = await (await open()).get('jobs', key);
    if (job?.phase.state !== 'active') return null;
    const { origin, clientURL, clientReferrerPolicy, connectsAnywhere, downloadTotal } = job;
    return { key, origin, clientURL, clientReferrerPolicy, connectsAnywhere, downloadTotal };
  },

  async unsettled(key, after, count): Promise<RecordRow[]> {
    const tx = (await open()).transaction(['records', 'bodies']);
    const range = IDBKeyRange.bound([key, after], [key, Infinity], true);
    const rows = await tx.objectStore('records').index('unsettled').getAll(range, count);
    return Promise.all(rows.map(async (row) => toRow(row, row.hasBody ? await tx.objectStore('bodies').get([key, row.index]) : null)));
  },

  async totals(key): Promise<{ downloaded: number; uploaded: number }> {
    const tally = await (await open()).get('tallies', key);
    return { downloaded: tally?.downloaded ?? 0, uploaded: tally?.uploaded ?? 0 };
  },

  async write(row): Promise<boolean> {
    // What was sent must never be sent again, not after a power cut either.
    const durability = row.sent && row.result === '' ? 'strict' : 'relaxed';
    return atomically(await open(), ['jobs', 'records', 'tallies'], durability, async (tx) => {
      const [job, old, tally] = await Promise.all([
        tx.objectStore('jobs').get(row.job),
        tx.objectStore('records').get([row.job, row.index]),
        tx.objectStore('tallies').get(row.job),
      ]);
      if (job?.phase.state !== 'active' || !old || !tally) return false;
      // A Worker that was replaced may still be writing: a result is final, and a generation never comes back.
      if (old.result !== '' || row.generation < old.generation) return false;
      const { request, hasBody } = old;
      await Promise.all([
        tx.objectStore('records').put({ ...row, request, hasBody, ...(row.result === '' && { pending: row.index }) }),
        tx.objectStore('tallies').put(tallied(tally, old, row)),
      ]);
      return true;
    });
  },
});

const toRow = ({ pending: _pending, hasBody: _hasBody, request, ...row }: StoredRecord, body: Blob | null | undefined): RecordRow => ({
  ...row,
  request: { ...request, body: body ?? null },
});

const tallied = (tally: Tally, old: StoredRecord, row: RecordRow): Tally => ({
  job: tally.job,
  settled: tally.settled + (row.result === '' ? 0 : 1),
  downloaded: tally.downloaded + sizeOf(allSegments(row)) - sizeOf(allSegments(old)),
  uploaded: tally.uploaded + row.uploaded - old.uploaded,
  failureReason: failureReason(tally.failureReason, row.result),
});

const failureReason = (first: Tally['failureReason'], result: RecordRow['result']): Tally['failureReason'] => {
  if (result === 'download-total-exceeded') return result;
  return first === '' && result !== 'success' ? result : first;
};

