/**
 * Room kept for rows. Bodies fill a disk to its last byte; then the database could not take down that one of them ended, so that its event
 * would come twice and its files could never go. Made by keep-reserve.ts.
 */

import { holding } from './holding';

/** OPFS: a file of that name. */
export const RESERVE = 'reserve';
/** Bytes. Firefox lets a database grow by half a MiB at a time, and its log with it. */
export const RESERVE_SIZE = 4 * 1024 * 1024;

/** Milliseconds between two tries at a file that the Worker fills just now, and how many there are. */
const PAUSE = 100;
const TRIES = 10;

/** Makes room, where there was any to make. Never rejects. */
export const giveUpReserve = async (root: FileSystemDirectoryHandle): Promise<void> => {
  for (let tries = 1; tries <= TRIES; tries++) {
    const error = await holding(root, () => root.removeEntry(RESERVE)).then(
      () => null,
      (error: DOMException) => error,
    );
    if (error?.name !== 'NoModificationAllowedError') return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
};
