/** Long polls of a site that reads a record: each answers as soon as there is something to tell. */

import type { JobKey } from '../protocol/background-fetch';
import type { BodyChunk, ResponseArrival } from '../protocol/site';
import { sizeOf } from '../transfer/segments/span';
import { WireException } from '../wire/wire';
import { readBodyFrom } from './bodies';
import type { JobsContext } from './context';
import { gone } from './errors';
import type { Job } from './model';
import { isExposed, resultOf } from './records';
import type { StoredRecord } from './schema';
import { hasData } from './views';

/** Milliseconds between two orders to seal a record. The Worker has its own pace too: each makes a file. */
const SEAL_INTERVAL = 250;

export interface RecordReader {
  awaitResponse(job: JobKey, index: number): Promise<ResponseArrival>;
  readBody(job: JobKey, index: number, generation: number, offset: number): Promise<BodyChunk>;
}

export interface RecordReaderDeps {
  /** Makes the bytes received so far readable. */
  seal: (job: JobKey, index: number) => Promise<void>;
  /** Null when the job does not exist for this caller. */
  find: (job: JobKey) => Promise<Job | null>;
  /** The caller has gone: nobody waits any longer. */
  signal: AbortSignal;
}

export const createRecordReader = (context: JobsContext, { seal, find, signal }: RecordReaderDeps): RecordReader => {
  const cooling = new Map<string, Promise<unknown>>();
  const left = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(gone()), { once: true }));
  left.catch(() => {});

  const look = async (key: JobKey, index: number): Promise<{ job: Job; row: StoredRecord }> => {
    if (signal.aborted) throw gone();
    const job = await find(key);
    const row = job && hasData(job) ? await (await context.open()).get('records', [key, index]) : undefined;
    if (!job || !row) throw gone();
    return { job, row };
  };

  const sealInTurn = async ({ job, index }: StoredRecord): Promise<void> => {
    const name = `${job}/${index}`;
    while (cooling.has(name)) await cooling.get(name);
    const cool = new Promise((resolve) => setTimeout(resolve, SEAL_INTERVAL));
    cooling.set(name, cool.then(() => cooling.delete(name)));
    // A Worker that is just being replaced seals what it finds when it starts again.
    await seal(job, index).catch((error: unknown) => context.onFault('seal', error));
  };

  const failed = (result: string): { failed: 'aborted' | 'error' } => ({ failed: result === 'aborted' ? 'aborted' : 'error' });

  /** What can be answered now, or the row to wait for. */
  const readNow = async (key: JobKey, index: number, generation: number, offset: number): Promise<BodyChunk | StoredRecord> => {
    const { job, row } = await look(key, index);
    const result = resultOf(row, job);
    // Another generation is the draft's "redundant": what was read of it is no beginning of what comes now.
    if (row.generation !== generation) return failed('error');
    if (!isExposed(result)) return failed(result);
    if (result === '' && sizeOf(row.segments) <= offset) return row;
    return { bytes: await readBodyFrom(context.files.open(key), row.segments, offset), end: result !== '' };
  };

  return {
    async awaitResponse(key, index) {
      for (;;) {
        const changed = context.changes.next(key, index);
        const { job, row } = await look(key, index);
        const result = resultOf(row, job);
        if (!isExposed(result)) return failed(result);
        if (row.response) return { response: row.response, generation: row.generation };
        await Promise.race([changed, left]);
      }
    },

    async readBody(key, index, generation, offset) {
      let retried = false;
      for (let asked = false; ; ) {
        const changed = Promise.race([context.changes.next(key, index), context.changes.nextBytes(key)]);
        try {
          const now = await readNow(key, index, generation, offset);
          if (!('index' in now)) return now;
          if (asked) {
            await Promise.race([changed, left]);
          } else if (now.response) {
            await sealInTurn(now);
          }
          asked = !asked;
        } catch (error) {
          // Its files may have gone between the row and the disk: the row then says why.
          if (retried || error instanceof WireException) throw error;
          retried = true;
        }
      }
    },
  };
};
