/**
 * Background ↔ transfer Worker. What must not be lost is in IndexedDB before it is told here: every push is a hint to look,
 * every call may be repeated, either end may be a fresh start of itself.
 */

import type { JobKey } from './background-fetch';
import type { HeaderList } from './stored';

/** Asked of the Worker. */
export interface TransferCalls {
  /** Bring every unsettled record of this job to its end. A job already under way goes on undisturbed, but for waits for space. */
  run: { payload: { job: JobKey }; reply: null };
  /** Stop its transfers; replies when segments are sealed and journalled. A job not under way is no error. */
  stop: { payload: { job: JobKey }; reply: null };
  /** Skip every wait (retry clock, offline) of this job now. */
  retry: { payload: { job: JobKey }; reply: null };
  /** Files have gone: whatever waits for space, of any job, tries again now. */
  roomMade: { payload: null; reply: null };
  /** Make all bytes received so far readable (see RecordRow.segments); for readers of a record still downloading. */
  seal: { payload: { job: JobKey; index: number }; reply: null };
  /** The run of the browser, by a word that no other has. Told to a new Worker before its first order. */
  enter: { payload: { session: string }; reply: null };
  /** How much of the network all jobs together may use. `bytesPerSecond` null: as fast as it goes. Takes effect at once. */
  configure: { payload: { connections: number; connectionsPerHost: number; bytesPerSecond: number | null }; reply: null };
  /**
   * The site's image at `src`, fetched as the client, as a small PNG in a `data:` URL; null when there is none that may be shown. Takes its
   * time: no transfer waits for it.
   */
  icon: { payload: { job: JobKey; src: string; client: IconClient }; reply: string | null };
  /** Jobs under way, for a background that has just started. */
  underWay: { payload: null; reply: JobKey[] };
}

/** On whose behalf: see FetchClient in lib/fetch-as. */
export interface IconClient {
  origin: string;
  url: string;
  referrerPolicy: ReferrerPolicy;
  connectsAnywhere: boolean;
}

/** Why a job stands still although nobody paused it. */
export type Waiting =
  | { for: 'network' }
  /** `until`: milliseconds since the epoch. `asked`: the server has named it. */
  | { for: 'retry'; until: number; asked: boolean }
  | { for: 'space' }
  /** The browser does not let us act for this host: until the user allows it and `retry` is called. */
  | { for: 'host-access'; origin: string };

/** Told by the Worker, at most a few times a second for each job. */
export interface TransferPushes {
  progress: { job: JobKey; downloaded: number; uploaded: number; waiting: Waiting | null };
  /** Headers arrived, a segment was sealed or the record settled: its row changed. */
  recordChanged: { job: JobKey; index: number };
  /** Every record has a result, or the download total was exceeded. */
  finished: { job: JobKey };
}

/** The service that fetch-as needs and only the background can give: one header rule per hop, and what went over the wire. */
export interface HopCalls {
  /**
   * The header rule is in place: the hop must then be fetched with `#key` as its fragment, and with the header `tripwireOf(key)`, which the rule takes away.
   * Null: the browser does not let us at this host; nothing was set up.
   */
  beginHop: { payload: HopOrder; reply: HopKey | null };
  /**
   * What was seen of the hop; waits a little for the response headers, or, where the fetch `failed`, for anything. Null when nothing at all was
   * seen, though the rule stood: no access. Ends the hop. Rejects `gone` when the background that began the hop is no more, or saw only a part of it.
   */
  observeHop: { payload: { key: HopKey; failed: boolean }; reply: HopObservation | null };
  /** The rule goes within a second or so. For hops that were not observed; safe to repeat. */
  endHop: { payload: { key: HopKey }; reply: null };
}

/** 32 random hex digits, of no other hop at the same time. */
export type HopKey = string;

/** A request header that a hop has only where its rule does not apply. */
export const tripwireOf = (key: HopKey): string => `x-${key}`;

export interface HopOrder {
  url: string;
  /** Headers to force: null removes. */
  headers: Record<string, string | null>;
}

export interface HopObservation {
  /** Request headers as sent, after all rules. */
  sent: HeaderList;
  /** 0: it failed before there were response headers. */
  status: number;
  /** Raw response headers, one entry a line, before any filtering. */
  received: HeaderList;
  /** Address the bytes came from, where the browser tells. */
  ip: string | null;
}
