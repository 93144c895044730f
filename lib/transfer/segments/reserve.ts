/**
 * Room kept for rows. Bodies fill a disk to its last byte; then the database could not take down that one of them ended, so that its event
 * would come twice and its files could never go. Made by keep-reserve.ts.
 */

import { holding } from './holding';

/** OPFS: a file of that name. */
export const RESERVE = 'reserve';
/** Bytes. Firefox lets a database grow by half a MiB at a time, and its log with it. */
export const RESERVE_SIZE = 4 * 1024 * 1024;

/** Makes room, where there was any to make. Never rejects. */
export const giveUpReserve = (root: FileSystemDirectoryHandle): Promise<void> => holding(root, () => root.removeEntry(RESERVE)).catch(() => {});
