/** The Worker's memory over IndexedDB. Runs in the Worker: must import nothing of the extension. */

import type { JobKey } from '../protocol/background-fetch';
import type { Journal, TransferJob } from '../transfer/journal';
import { allSegments, type RecordRow } from '../transfer/record-row';
import { sizeOf } from '../transfer/segments/span';
import { inBatches } from '../wire/in-batches';
import { atomically, jobsDatabase, type OpenDatabase, type WriteTransaction } from './db';
import type { StoredRecord, Tally } from './schema';

/** @param open the database; by default the extension's own */
export const createJournal = (open: OpenDatabase = jobsDatabase()): Journal => ({
  async job(key): Promise<TransferJob | null> {
    const job = await (await open()).get('jobs', key);
    if (job?.phase.state !== 'active') return null;
    const { origin, clientURL, clientReferrerPolicy, connectsAnywhere, recordCount, downloadTotal } = job;
    return { key, origin, clientURL, clientReferrerPolicy, connectsAnywhere, recordCount, downloadTotal };
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

  // Of small records many end at once, and a transaction costs more than a row in it.
  write: inBatches(async (rows: RecordRow[]) => {
    // What was sent must never be sent again, not after a power cut either; what came of it cannot be had again.
    const strict = rows.some((row) => row.sent);
    return atomically(await open(), ['jobs', 'records', 'tallies'], strict ? 'strict' : 'relaxed', async (tx) => {
      const written = new Set<RecordRow>();
      for (const [key, ofJob] of Map.groupBy(rows, ({ job }) => job)) {
        for (const row of await writeOfJob(tx, key, ofJob)) written.add(row);
      }
      return rows.map((row) => written.has(row));
    });
  }),
});

/** Returns the rows that were written. */
const writeOfJob = async (tx: WriteTransaction, key: JobKey, rows: RecordRow[]): Promise<RecordRow[]> => {
  const records = tx.objectStore('records');
  const [job, tally, found] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('tallies').get(key), readRows(tx, key, rows)]);
  if (job?.phase.state !== 'active' || !tally) return [];
  const stored = new Map(found.map((row) => [row.index, row]));
  const puts: Promise<unknown>[] = [];
  let sum = tally;
  const written = rows.filter((row) => {
    const old = stored.get(row.index);
    // A Worker that was replaced may still be writing: a result is final, and a generation never comes back.
    if (!old || old.result !== '' || row.generation < old.generation) return false;
    const { request, hasBody } = old;
    const now: StoredRecord = { ...row, request, hasBody, ...(row.result === '' && { pending: row.index }) };
    stored.set(row.index, now);
    sum = tallied(sum, old, row);
    puts.push(records.put(now));
    return true;
  });
  await Promise.all([...puts, tx.objectStore('tallies').put(sum)]);
  return written;
};

/** These rows as they are stored, and perhaps some between them: most often those of one batch lie side by side, and one request costs less than one for each. */
const readRows = async (tx: WriteTransaction, key: JobKey, rows: RecordRow[]): Promise<StoredRecord[]> => {
  const records = tx.objectStore('records');
  const indexes = rows.map(({ index }) => index);
  const [first, last] = [Math.min(...indexes), Math.max(...indexes)];
  if (last - first < 2 * rows.length) return records.getAll(IDBKeyRange.bound([key, first], [key, last]));
  return (await Promise.all(indexes.map((index) => records.get([key, index])))).filter((row) => row !== undefined);
};

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

