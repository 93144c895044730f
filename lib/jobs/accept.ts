import type { IDBPObjectStore } from 'idb';
import type { StoredRequest } from '../protocol/stored';
import { WireException } from '../wire/wire';
import { atomicallyIfRoom, type WriteTransaction } from './db';
import { isQuotaExceeded, isUnreadableBlob } from './errors';
import { MAX_ACTIVE_PER_ORIGIN } from './limits';
import type { Job } from './model';
import type { JobsDB, JobsSchema, StoredRecord, Stores } from './schema';
import { malformed } from './validate/shapes';

/** Bytes that active jobs have announced and not yet stored. */
const reservedBytes = async (tx: WriteTransaction): Promise<number> => {
  const announced = (await tx.objectStore('active').getAll()).filter((row) => row.downloadTotal > 0);
  const tallies = await Promise.all(announced.map((row) => tx.objectStore('tallies').get(row.job)));
  return announced.reduce((sum, row, n) => sum + Math.max(0, row.downloadTotal - (tallies[n]?.downloaded ?? 0)), 0);
};

type Reading<Store extends Stores> = IDBPObjectStore<JobsSchema, Stores[], Store, 'readonly' | 'readwrite'>;

/** The job of this key: one that the same call has begun, whose answer was lost with a connection. */
const begunBefore = async (jobs: Reading<'jobs'>, { key, origin }: Job): Promise<Job | null> => {
  const job = await jobs.get(key);
  // No key of another origin is guessed by chance.
  if (job && job.origin !== origin) throw malformed('job');
  return job ?? null;
};

const checkPlace = async (active: Reading<'active'>, { scope, id, origin }: Job): Promise<void> => {
  if (await active.getKey([scope, id])) throw new WireException('exists', `a background fetch with id "${id}" is active`);
  if ((await active.index('origin').count(origin)) >= MAX_ACTIVE_PER_ORIGIN) {
    throw new WireException('too-large', `no more than ${MAX_ACTIVE_PER_ORIGIN} background fetches may be active for one origin`);
  }
};

/** Rejects what `accept` would reject with `exists` or `too-large`, at a fraction of the cost: what a loop of `fetch()` asks most often is refused. */
export const refuseEarly = async (db: JobsDB, job: Job): Promise<void> => {
  const tx = db.transaction<Stores[]>(['jobs', 'active']);
  if (!(await begunBefore(tx.objectStore('jobs'), job))) await checkPlace(tx.objectStore('active'), job);
};

/**
 * The one transition from nothing: the job, its records and their bodies are on disk when it resolves.
 * All checks stand inside the transaction, so that of two fetches with one id, or two that fit only singly, one is refused.
 * Resolves with the job, or with that of an earlier call with its key, as it is by now.
 * Rejects: `exists`, `too-large` (active fetches of the origin), `quota-exceeded`, `unreadable-body`.
 * https://wicg.github.io/background-fetch/#background-fetch-manager-fetch
 *
 * @param freeBytes what the browser would still let us store
 */
export const accept = async (db: JobsDB, job: Job, requests: StoredRequest[], freeBytes: number): Promise<Job> => {
  try {
    return await atomicallyIfRoom(db, ['jobs', 'active', 'records', 'bodies', 'tallies'], 'strict', async (tx) => {
      const before = await begunBefore(tx.objectStore('jobs'), job);
      if (before) return before;
      const active = tx.objectStore('active');
      await checkPlace(active, job);
      if (job.downloadTotal + job.uploadTotal > 0 && job.downloadTotal + job.uploadTotal > freeBytes - (await reservedBytes(tx))) {
        throw new WireException('quota-exceeded', 'not enough space for downloadTotal');
      }
      const { scope, id, key, origin, createdAt, downloadTotal } = job;
      await Promise.all([
        tx.objectStore('jobs').add(job),
        active.add({ scope, id, job: key, origin, createdAt, downloadTotal }),
        tx.objectStore('tallies').add({ job: key, settled: 0, downloaded: 0, uploaded: 0, failureReason: '' }),
        ...requests.map((request, index) => tx.objectStore('records').add(newRecord(job, index, request))),
        ...requests.map((request, index) => request.body && tx.objectStore('bodies').add(request.body, [key, index])),
      ]);
      return job;
    });
  } catch (error) {
    if (isQuotaExceeded(error)) throw new WireException('quota-exceeded', 'not enough space for the request bodies', { cause: error });
    if (job.uploadTotal > 0 && isUnreadableBlob(error)) {
      throw new WireException('unreadable-body', 'a request body could not be read', { cause: error });
    }
    throw error;
  }
};

const newRecord = (job: Job, index: number, { body, ...request }: StoredRequest): StoredRecord => ({
  job: job.key,
  index,
  request,
  hasBody: body !== null,
  response: null,
  result: '',
  generation: 0,
  segments: [],
  validators: null,
  uploaded: 0,
  pending: index,
});
