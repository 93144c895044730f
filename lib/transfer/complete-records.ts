import { siteOf } from '../fetch-as/same-site';
import type { Account } from './account';
import { completeARecord } from './complete-a-record';
import { DownloadTotalExceeded } from './drain';
import type { Engine } from './engine';
import { createGate } from './gate';
import type { TransferJob } from './journal';
import type { RecordRow } from './record-row';
import { JobGone, RecordWriter } from './record-writer';
import { parseSegmentName } from './segments/paths';
import { createShelf } from './segments/shelf';
import type { Use } from './slots';
import type { Teller } from './teller';
import type { Waits } from './waits';

export interface JobParts {
  engine: Engine;
  job: TransferJob;
  account: Account;
  waits: Waits;
  teller: Teller;
  /** Records under way; filled here. */
  writers: Map<number, RecordWriter>;
  /** Stops all records, with everything sealed. */
  signal: AbortSignal;
}

/**
 * "For each record of bgFetch's records, in parallel: complete a record."
 * Resolves when every record has its result, or the download total was exceeded. Rejects with the signal's reason, with JobGone, or with the first fault;
 * no record is under way any more then.
 */
export const completeRecords = async (parts: JobParts): Promise<void> => {
  const { engine, job, signal } = parts;
  const { journal, store, limits } = engine;
  const folder = await store.open(job.key);
  const all = await folder.names();
  const names = byRecord(all);
  const shelf = createShelf(folder, engine.session, all);
  const end = new AbortController();
  const stop = (): void => end.abort(signal.reason);
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();

  const attend = async (row: RecordRow): Promise<void> => {
    try {
      await attendRecord(parts, row, await recover(row), end.signal);
    } catch (error) {
      end.abort(error);
    }
  };
  const recover = (row: RecordRow): Promise<RecordWriter> => {
    const written = (): void => parts.teller.recordChanged(row.index);
    const failed = (error: unknown): void => end.abort(error);
    return RecordWriter.recover(row, names.get(row.index) ?? [], { ...engine, folder, shelf, account: parts.account, written, failed });
  };

  const gate = createGate(limits.recordsPerJob);
  const tasks = new Set<Promise<void>>();
  try {
    for (let after = -1; ; ) {
      const rows = await journal.unsettled(job.key, after, limits.recordsPerJob);
      if (rows.length === 0 || end.signal.aborted) break;
      for (const row of rows) {
        await gate.enter();
        if (end.signal.aborted) break;
        const task = attend(row).finally(() => {
          tasks.delete(task);
          gate.leave();
        });
        tasks.add(task);
      }
      after = rows.at(-1)!.index;
    }
  } catch (error) {
    end.abort(error);
  }
  await Promise.all(tasks);
  signal.removeEventListener('abort', stop);
  if (end.signal.aborted && !(end.signal.reason instanceof DownloadTotalExceeded)) throw end.signal.reason;
};

const attendRecord = async (parts: JobParts, row: RecordRow, writer: RecordWriter, signal: AbortSignal): Promise<void> => {
  const { engine, job, waits, teller, writers } = parts;
  const use: Use = { job: job.key, site: siteOf(new URL(job.origin)), host: new URL(row.request.url).host };
  // Whether the job waits hangs on how many records do not.
  const tell = (): void => {
    if (waits.count > 0) teller.progress();
  };
  writers.set(row.index, writer);
  tell();
  try {
    const slot = (signal: AbortSignal): Promise<() => void> => engine.slots.take(use, signal);
    const spare = (): (() => void) | null => engine.slots.takeSpare(use);
    const result = await completeARecord({ ...engine, job, writer, waits, slot, spare, signal });
    if (result === 'download-total-exceeded') throw new DownloadTotalExceeded();
  } catch (error) {
    const reason: unknown = signal.aborted ? signal.reason : error;
    // Bytes are of use only where the record will be gone on with.
    if (!(reason instanceof JobGone) && !(reason instanceof DownloadTotalExceeded)) await writer.seal();
    throw error;
  } finally {
    await writer.close();
    writers.delete(row.index);
    tell();
  }
};

const byRecord = (names: string[]): Map<number, string[]> => Map.groupBy(names, (name) => parseSegmentName(name)?.index ?? -1);
