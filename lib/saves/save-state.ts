/** What the browser's download manager says of a download, in the words of SaveView. */

import type { Downloads } from 'webextension-polyfill';
import type { SaveRow } from '../jobs/save-row';
import type { SaveView } from '../protocol/saves';

type Told = Pick<SaveView, 'state' | 'error' | 'resumable' | 'filename' | 'received' | 'total'>;

const errorOf = (reason: string): SaveView['error'] => {
  if (reason === 'FILE_NO_SPACE') return 'disk-full';
  if (['FILE_ACCESS_DENIED', 'FILE_BLOCKED', 'FILE_SECURITY_CHECK_FAILED'].includes(reason)) return 'no-permission';
  if (reason.startsWith('NETWORK_')) return 'network';
  return reason.startsWith('SERVER_') ? 'server' : 'other';
};

const stateOf = ({ state, paused, error }: Downloads.DownloadItem): Pick<Told, 'state' | 'error'> => {
  if (state === 'complete') return { state: 'done', error: null };
  // Firefox calls a download that is paused interrupted as well.
  if (paused) return { state: 'paused', error: null };
  if (state === 'in_progress') return { state: 'running', error: null };
  return error === 'USER_CANCELED' ? { state: 'cancelled', error: null } : { state: 'failed', error: errorOf(error ?? '') };
};

/** Firefox calls complete what it has of a body of ours when the process that gives it dies. */
export const isCutOff = ({ state, fileSize, totalBytes }: Downloads.DownloadItem): boolean => state === 'complete' && fileSize >= 0 && fileSize < totalBytes;

/** Whether the download manager gave up what it could not read to its end, rather than what it could not write: for bytes of ours there is no network. */
export const hasLostSource = (item: Downloads.DownloadItem): boolean => {
  const { state, error } = stateOf(item);
  return isCutOff(item) || (item.state === 'interrupted' && state !== 'cancelled' && error !== 'disk-full' && error !== 'no-permission');
};

export const baseName = (path: string): string => path.split(/[/\\]/).at(-1)!;

export const toldBy = (item: Downloads.DownloadItem, row: SaveRow): Told => {
  const { state, error } = row.from === 'stored' && isCutOff(item) ? { state: 'failed' as const, error: 'other' as const } : stateOf(item);
  const ends = state === 'done' || state === 'cancelled';
  const total = item.totalBytes >= 0 && (item.totalBytes > 0 || state === 'done') ? item.totalBytes : row.total;
  return {
    state,
    error,
    resumable: row.from === 'direct' && !ends && (item.state === 'in_progress' || item.canResume),
    filename: baseName(item.filename) || row.filename,
    // Firefox counts the last bytes of a download only sometimes.
    received: state === 'done' ? (total ?? item.bytesReceived) : item.bytesReceived,
    total,
  };
};
