/** Taking away what is no longer needed. Rows go first, then files: what is left between the two is found at the next boot. */

import type { JobKey } from '../protocol/background-fetch';
import type { JobsContext } from './context';
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

/** Its bytes are on their way to the person's disk. */
const isBeingSaved = async (db: JobsDB, key: JobKey): Promise<boolean> =>
  (await db.getAllFromIndex('saves', 'job', key)).some(({ from, state }) => from === 'stored' && state === 'running');

/** Moves on every finished job whose time has come. `forgotten`: it left the list; `bare`: it lost its data. */
export const sweep = async (context: JobsContext, told: { forgotten: (job: JobKey) => void; bare: (job: JobKey) => void }): Promise<void> => {
  const db = await context.open();
  const keepFor = await context.keepFor();
  const keys = await db.getAllKeysFromIndex('jobs', 'kept', IDBKeyRange.upperBound(context.now()));
  for (const key of keys) {
    if (await isBeingSaved(db, key)) continue;
    if (await dropData(db, key, keepFor)) {
      told.bare(key);
    } else if (await forget(db, key)) {
      told.forgotten(key);
    }
    await removeFiles(context, key);
  }
};

/** Files that no row names: left by a death between forgetting a job and removing its files. */
export const removeLeftovers = async (context: JobsContext): Promise<void> => {
  // Must list before looking: a job accepted meanwhile has its row before its first file.
  for (const key of await context.files.jobs()) {
    const job = await (await context.open()).get('jobs', key);
    if (!job || !hasData(job)) await removeFiles(context, key);
  }
};
