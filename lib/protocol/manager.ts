/** What the full-page manager and the options ask beyond what the popup does. */

import type { JobKey, RecordResult } from './background-fetch';
import type { Settings } from './settings';

/** One file of a job. */
export interface RecordView {
  job: JobKey;
  /** Position in the request list. */
  index: number;
  url: string;
  method: string;
  /** HTTP status; null before there was an answer. */
  status: number | null;
  /** Of the answer; empty where it names none. */
  contentType: string;
  result: RecordResult;
  /** Bytes stored. */
  downloaded: number;
  /** Bytes; null: not known. */
  total: number | null;
  uploaded: number;
  uploadTotal: number;
  /** Fetches that have failed in a row, while it is being tried again. */
  attempts: number;
}

export interface StorageView {
  /** Bytes: what we use, and what the browser would give us in all. */
  usage: number;
  quota: number;
  /** Each that has a job on the list, or data of one that is about to go: bytes stored, largest first. */
  sites: { origin: string; bytes: number }[];
}

export interface LogLine {
  /** Milliseconds since the epoch. */
  at: number;
  where: string;
  text: string;
}

export interface ManagerCalls {
  /** At most `count` (1 to 1,000) files of a job from index `from` on. */
  records: { payload: { job: JobKey; from: number; count: number }; reply: RecordView[] };
  storage: { payload: null; reply: StorageView };
  /** Takes every job of a site, or of all sites (null), off the list: what runs is cancelled, data included. */
  removeAll: { payload: { origin: string | null }; reply: null };
  /** The last things that went wrong, without queries of URLs. */
  log: { payload: null; reply: LogLine[] };
  settings: { payload: null; reply: Settings };
  /** Members given are changed; impossible values are moved to the nearest possible one. */
  setSettings: { payload: Partial<Settings>; reply: Settings };
  /** Forgets everything: jobs, data, answers of the person, settings. */
  clearEverything: { payload: null; reply: null };
}

export interface ManagerPushes {
  settings: Settings;
}
