import { openDB, type IDBPTransaction } from 'idb';
import type { JobKey } from '../protocol/background-fetch';
import { giveUpReserve } from '../transfer/segments/reserve';
import { isQuotaExceeded } from './errors';
import { MIGRATIONS, type JobsDB, type JobsSchema, type Stores } from './schema';

/** The open database; opened at first use and again after the browser closed it. */
export type OpenDatabase = () => Promise<JobsDB>;

/** Nothing is opened before the first call, so that a background with nothing to do costs nothing. */
export const jobsDatabase = (name = 'background-fetch-anywhere'): OpenDatabase => {
  let opening: Promise<JobsDB> | null = null;
  const forget = (): void => {
    opening = null;
  };
  return () =>
    (opening ??= openDB<JobsSchema>(name, MIGRATIONS.length, {
      async upgrade(db, oldVersion, _newVersion, tx) {
        for (const migrate of MIGRATIONS.slice(oldVersion)) await migrate(db, tx as never);
      },
      // Must give way: a newer version of the extension waits for this connection to close.
      blocking(_current, _blocked, event) {
        forget();
        (event.target as IDBDatabase).close();
      },
      terminated: forget,
    }).catch((error: unknown) => {
      forget();
      throw error;
    }));
};

export type WriteTransaction = IDBPTransaction<JobsSchema, Stores[], 'readwrite'>;

/**
 * Runs `work` in one transaction: all of it happens or nothing. `strict`: on disk before this resolves, for what a site was promised;
 * `relaxed`: survives the death of the browser, not of the machine. `work` must await nothing but the transaction's own requests.
 * Where the disk is full, it runs once more in the room that is kept for this.
 */
export const atomically: typeof atomicallyIfRoom = async (...transaction) => {
  try {
    return await atomicallyIfRoom(...transaction);
  } catch (error) {
    if (!isQuotaExceeded(error)) throw error;
    await giveUpReserve(await navigator.storage.getDirectory());
    return atomicallyIfRoom(...transaction);
  }
};

/** The same for what may be refused: it takes no room that others need to come to their end. */
export const atomicallyIfRoom = async <Result>(
  db: JobsDB,
  stores: Stores[],
  durability: 'strict' | 'relaxed',
  work: (tx: WriteTransaction) => Promise<Result>,
): Promise<Result> => {
  const tx = db.transaction(stores, 'readwrite', { durability });
  // The rejection is taken below or replaced by the error that caused it.
  tx.done.catch(() => {});
  try {
    const result = await work(tx);
    await tx.done;
    return result;
  } catch (error) {
    try {
      tx.abort();
    } catch {
      // It has ended by itself.
    }
    await tx.done.catch(() => {});
    // Of a full disk a request may hear only that its transaction was aborted.
    if (!isQuotaExceeded(tx.error) && !isQuotaExceeded(error)) throw error;
    // In Firefox the first transaction of a connection after that may delete and nothing else. This one wants nothing.
    await db.transaction(stores, 'readwrite').done.catch(() => {});
    throw isQuotaExceeded(error) ? error : tx.error!;
  }
};

/** Keys of all records of a job from `index` on. */
export const recordKeys = (job: JobKey, index = 0): IDBKeyRange => IDBKeyRange.bound([job, index], [job, Infinity]);
