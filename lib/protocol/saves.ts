/** Files on the person's own disk, through the browser's download manager. */

import type { JobKey } from './background-fetch';

/** Names one save for as long as the job is on the list. A random UUID. */
export type SaveKey = string;

export interface SaveView {
  save: SaveKey;
  job: JobKey;
  /** Position in the request list. */
  index: number;
  /** `stored`: bytes we had. `direct`: fetched by the browser's download manager instead of by us. */
  from: 'stored' | 'direct';
  state: 'running' | 'paused' | 'done' | 'failed' | 'cancelled';
  /** As it is called on the disk, without its folder. */
  filename: string;
  /** Bytes. */
  received: number;
  /** Bytes; null: not known. */
  total: number | null;
  /** Why it failed. `gone`: the bytes, or the file on the disk, are no more. */
  error: 'disk-full' | 'no-permission' | 'network' | 'server' | 'gone' | 'other' | null;
  /** `direct` only: the download manager can stop it and go on. */
  resumable: boolean;
}

export interface SaveCalls {
  /** Those of one job in the order of its requests. */
  saves: { payload: null; reply: SaveView[] };
  /** Saves one file, or all files of a job (`index` null), in a folder of the site. Rejects: gone, invalid-state. */
  save: { payload: { job: JobKey; index: number | null }; reply: SaveView[] };
  /** Ends the transfer of an unfinished job and gives its files (GET only) to the download manager. Rejects: invalid-state. */
  saveDirectly: { payload: { job: JobKey }; reply: SaveView[] };
  pauseSave: { payload: { save: SaveKey }; reply: null };
  resumeSave: { payload: { save: SaveKey }; reply: null };
  cancelSave: { payload: { save: SaveKey }; reply: null };
  /** Shows the file in the system's file manager. */
  showSave: { payload: { save: SaveKey }; reply: null };
  /** Sites whose files are also saved each time a fetch succeeds. */
  alwaysSaved: { payload: null; reply: string[] };
  setAlwaysSave: { payload: { origin: string; always: boolean }; reply: null };
}

export interface SavePushes {
  save: SaveView;
}
