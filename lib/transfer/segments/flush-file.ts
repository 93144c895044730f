import { holding } from './holding';
import { isNamed } from './is-named';

/** Brings what is in a closed file to the disk. Resolves with its size in bytes. */
export const flushFile = async (file: FileSystemFileHandle): Promise<number> => {
  const handle = await lock(file);
  try {
    handle.flush();
    return handle.getSize();
  } finally {
    handle.close();
  }
};

/** Milliseconds between two tries at a file that a dying Worker may hold, and how many there are. */
const LOCK_PAUSE = 100;
const LOCK_TRIES = 10;

const lock = async (file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> => {
  for (let tries = 1; ; tries++) {
    try {
      return await holding(file, () => file.createSyncAccessHandle());
    } catch (error) {
      if (tries === LOCK_TRIES || !isNamed(error, 'NoModificationAllowedError')) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE));
    }
  }
};
