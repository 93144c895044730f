/** Taking away what is no longer needed. Rows go first, then files: what is left between the two is found at the next boot. */

import type { JobKey } from '../protocol/background-fetch';
import type { JobsContext } from './context';
import { READERS_GRACE } from './delivery-policy';
import type { Job } from './model';
import type { JobsDB } from './schema';
import { dropData, forget } from './transitions';
import { hasData } from './views';

/** Files of a job whose rows are gone. A file that is still open stays until the next boot. */
export const removeFiles = async (context: JobsContext, key: JobKey): Promise<void> => {
  try {
    await context.files.remove(key);
  } catch (error) {
    context.onFault('remove files', error);
  }
};

/** Its bytes are on their way to the person's disk, or may go on: not when that is paused and the person has taken it off the list since. */
export const isBeingSaved = async (db: JobsDB, key: JobKey): Promise<boolean> => {
  const tx = db.transaction(['jobs', 'saves']);
  const [job, saves] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('saves').index('job').getAll(key)]);
  const isListed = job?.removeAt === null;
  return saves.some(({ from, state }) => from === 'stored' && (state === 'running' || (state === 'paused' && isListed)));
};

/** Something is still to be done with its bytes, as the person wished before it ended: for a time, and not when the person has taken it off the list since. */
export const isWished = async (db: JobsDB, key: JobKey, keepFor: number, now: number): Promise<boolean> => {
  const job = await db.get('jobs', key);
  return job?.untold !== undefined && job.removeAt === null && now < job.untold + keepFor;
};

export interface SweepDeps {
  /** The job left the list, or had done so. */
  forgotten: (job: Job) => void;
  /** It lost its data. */
  bare: (job: JobKey) => void;
  /** Somebody reads its data, as the handlers of an event under way: they must not lose them. */
  isInUse: (job: JobKey) => boolean | Promise<boolean>;
}

/** Moves on every finished job whose time has come. Any number of sweeps may run at once. */
export const sweep = async (context: JobsContext, { forgotten, bare, isInUse }: SweepDeps): Promise<void> => {
  const db = await context.open();
  const keepFor = await context.keepFor();
  const past = IDBKeyRange.upperBound(context.now());
  const forgetIf = async (key: JobKey, when: (job: Job) => boolean): Promise<void> => {
    const job = await forget(db, key, when);
    if (job) forgotten(job);
  };
  for (const key of await db.getAllKeysFromIndex('jobs', 'removed', past)) {
    if (await isInUse(key)) continue;
    // It may have been restored meanwhile.
    await forgetIf(key, ({ removeAt }) => removeAt !== null && removeAt <= context.now());
    await removeFilesOfGone(context, key);
  }
  for (const key of await db.getAllKeysFromIndex('jobs', 'kept', past)) {
    if (await isInUse(key)) continue;
    if (await dropData(db, key, keepFor, context.now())) bare(key);
    else await forgetIf(key, (job) => isOld(job, context.now()));
    await removeFilesOfGone(context, key);
  }
};

const isOld = ({ phase }: Job, now: number): boolean =>
  phase.state === 'settled' && phase.delivery.state === 'over' && !phase.delivery.data && phase.delivery.keepUntil <= now;

const removeFilesOfGone = async (context: JobsContext, key: JobKey): Promise<void> => {
  const job = await (await context.open()).get('jobs', key);
  if (!job || !hasData(job)) await removeFiles(context, key);
};

/** Files that no row names: left by a death between forgetting a job and removing its files. */
export const removeLeftovers = async (context: JobsContext): Promise<void> => {
  // Must list before looking: a job accepted meanwhile has its row before its first file.
  for (const key of await context.files.jobs()) await removeFilesOfGone(context, key);
};

/**
 * Where the disk is full: takes its data from the finished job that would lose them first anyway, within minutes. False when there is none.
 * What waits for its site is never taken, however long it has waited.
 */
export const makeRoom = async (context: JobsContext, { bare, isInUse }: Pick<SweepDeps, 'bare' | 'isInUse'>): Promise<boolean> => {
  const db = await context.open();
  const latest = context.now() + READERS_GRACE;
  for (const key of await db.getAllKeysFromIndex('jobs', 'kept', IDBKeyRange.upperBound(latest))) {
    if ((await isInUse(key)) || !(await dropData(db, key, await context.keepFor(), latest))) continue;
    bare(key);
    await removeFiles(context, key);
    return true;
  }
  return false;
};
