/** The stores of the one database, and how older ones become this one. */

import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { BackgroundFetchFailureReason, JobKey } from '../protocol/background-fetch';
import type { StoredRequest } from '../protocol/stored';
import type { RecordRow } from '../transfer/record-row';
import type { SaveKey } from '../protocol/saves';
import type { Job, Phase } from './model';
import type { SaveRow } from './save-row';
import { hasData } from './views';

/**
 * A member of a registration's "active background fetches":
 * https://wicg.github.io/background-fetch/#service-worker-registration-active-background-fetches
 */
interface ActiveRow {
  scope: string;
  id: string;
  job: JobKey;
  origin: string;
  createdAt: number;
  /** Bytes; 0: unknown. */
  downloadTotal: number;
}

/** A RecordRow at rest. The request's body lies in `bodies`, so that writing progress never rewrites it. */
export interface StoredRecord extends Omit<RecordRow, 'request'> {
  request: Omit<StoredRequest, 'body'>;
  hasBody: boolean;
  /** Equals `index` until the record has a result, then absent: makes the index of unsettled records. */
  pending?: number;
}

/** Sums over the records of a job, kept by the same transaction that writes a record, and gone with them. */
export interface Tally {
  job: JobKey;
  /** Records with a result. */
  settled: number;
  /** Sizes of all segments, bytes. */
  downloaded: number;
  /** Bytes. */
  uploaded: number;
  /** Result of the record that failed first, unless the download total was exceeded: that ends the job at once. */
  failureReason: BackgroundFetchFailureReason;
}

export interface JobsSchema extends DBSchema {
  jobs: { key: JobKey; value: Job; indexes: { origin: string; due: number; kept: number; removed: number; untold: number; state: Phase['state']; settled: number } };
  active: { key: [scope: string, id: string]; value: ActiveRow; indexes: { origin: string } };
  records: { key: [job: JobKey, index: number]; value: StoredRecord; indexes: { unsettled: [job: JobKey, pending: number] } };
  bodies: { key: [job: JobKey, index: number]; value: Blob };
  tallies: { key: JobKey; value: Tally };
  saves: { key: SaveKey; value: SaveRow; indexes: { job: JobKey; download: number; state: SaveRow['state']; waiting: number } };
}

export type JobsDB = IDBPDatabase<JobsSchema>;
export type Stores = 'jobs' | 'active' | 'records' | 'bodies' | 'tallies' | 'saves';
type Upgrade = IDBPTransaction<JobsSchema, Stores[], 'versionchange'>;

/** Step n brings version n to n + 1. Must never change once released: append, and freeze what it starts from in schema.mocks.ts. */
export const MIGRATIONS: ((db: JobsDB, tx: Upgrade) => void | Promise<void>)[] = [
  (db) => {
    const jobs = db.createObjectStore('jobs', { keyPath: 'key' });
    jobs.createIndex('origin', 'origin');
    // A row without the property is not in the index: `due` holds deliveries to come, `kept` those that are over.
    jobs.createIndex('due', 'phase.delivery.notBefore');
    jobs.createIndex('kept', 'phase.delivery.keepUntil');
    db.createObjectStore('active', { keyPath: ['scope', 'id'] }).createIndex('origin', 'origin');
    db.createObjectStore('records', { keyPath: ['job', 'index'] }).createIndex('unsettled', ['job', 'pending']);
    db.createObjectStore('bodies');
    db.createObjectStore('tallies', { keyPath: 'job' });
  },
  async (db, tx) => {
    const saves = db.createObjectStore('saves', { keyPath: 'save' });
    // As above: `download` and `waiting` hold only rows that have one.
    for (const name of ['job', 'download', 'state', 'waiting'] as const) saves.createIndex(name, name);
    const jobs = tx.objectStore('jobs');
    jobs.createIndex('removed', 'removeAt');
    for await (const row of jobs) await row.update({ ...row.value, meteredToo: false, removeAt: null });
  },
  (_db, tx) => {
    tx.objectStore('jobs').createIndex('untold', 'untold');
  },
  async (_db, tx) => {
    const jobs = tx.objectStore('jobs');
    jobs.createIndex('state', 'phase.state');
    // As `due` and `kept`: only what has ended is in it.
    jobs.createIndex('settled', 'phase.settledAt');
    for await (const { value } of jobs) {
      if (!hasData(value)) await tx.objectStore('tallies').delete(value.key);
    }
  },
];
