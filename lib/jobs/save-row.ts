import type { JobKey } from '../protocol/background-fetch';
import type { SaveView } from '../protocol/saves';

/** A file on its way to the person's disk, or there. Removed with its job: by the same transaction where it has ended, else by lib/saves, which alone writes these rows. */
export interface SaveRow extends Omit<SaveView, 'received'> {
  job: JobKey;
  /** Folder and name, as the download manager is asked for them. */
  path: string;
  /** What the download manager fetches: the site's URL, or a blob URL of ours once there is one. Tells downloads apart where their numbers do not last. */
  url: string;
  /** The download manager's number; null before it was asked. */
  download: number | null;
  /** Milliseconds since the epoch; no download of this row is older. */
  since: number;
  /** Its place among those the download manager was not asked for yet; absent afterwards, which takes it out of the index. */
  waiting?: number;
  /** It was begun anew once, since the browser had ended under it. */
  again?: true;
}

export const hasEnded = ({ state }: Pick<SaveRow, 'state'>): boolean => state !== 'running' && state !== 'paused';
