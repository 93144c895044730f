/**
 * Site ↔ extension: what a site's window or service worker asks, and what it is told.
 * The same calls cross both hops: page or service worker ↔ bridge (MessagePort) and bridge ↔ background (runtime port).
 * The caller's origin is never in here: the background takes it from `sender.origin`.
 */

import type { BackgroundFetchEventType, BodyPiece, JobKey, RecordState, RegistrationProgress, RegistrationState, UIOptions } from './background-fetch';
import type { MatchOptions, StoredImage, StoredRequest, StoredResponse } from './stored';

/** Arguments of `fetch()` after conversion. */
export interface FetchArguments {
  /** The service worker registration's scope URL. */
  scope: string;
  id: string;
  requests: StoredRequest[];
  title: string;
  icons: StoredImage[];
  /** Bytes; 0 for unknown. */
  downloadTotal: number;
  /** A service worker's own finding and choice, see BridgedFetchArguments. Of a page, and for it, its bridge finds out and chooses. */
  connectsAnywhere?: boolean;
  job?: JobKey;
}

/** Adds what the bridge (or the shim) found out for itself. */
export interface BridgedFetchArguments extends FetchArguments {
  /** URL of the registration's active worker: where the delivery frame will point. */
  scriptURL: string;
  /** Base for the `about:client` referrer: the calling document's or worker's URL, and its policy. */
  clientURL: string;
  clientReferrerPolicy: ReferrerPolicy;
  /** The caller's policy names no hosts: a redirect may lead to any origin. */
  connectsAnywhere: boolean;
  /** A new UUID: a call that is made again, over another connection, finds the job that the first one began. */
  job: JobKey;
}

export interface MatchQuery {
  request: StoredRequest;
  options: MatchOptions;
}

/** One step of reading a record's body. `end`: the record is complete and `bytes` are its last. Pieces in order, see RecordState. */
export type BodyChunk =
  | { bytes: BodyPiece[]; end: boolean }
  | { failed: 'aborted' | 'error' };

/** What came of waiting for a record's response. */
export type ResponseArrival =
  | { response: StoredResponse; generation: number }
  | { failed: 'aborted' | 'error' };

/** name → payload and reply. Every reply is a promise; failures travel as `WireError`. */
export interface SiteCalls {
  /** Stores requests with their bodies, starts the job. Rejects: exists, no-active-worker, not-allowed, quota-exceeded, forbidden-url, too-large. */
  fetch: { payload: FetchArguments; reply: RegistrationState };
  /** The active background fetch with that id, or null. */
  get: { payload: { scope: string; id: string }; reply: RegistrationState | null };
  getIds: { payload: { scope: string }; reply: string[] };
  /** True when this call ended it. `again`: it was made before and its answer lost; then true as well when the job has ended by any abort. */
  abort: { payload: { job: JobKey; again?: true }; reply: boolean };
  /** Records in request order; all of them without a query. Rejects `gone` when records are no longer available. */
  match: { payload: { job: JobKey; query: MatchQuery | null; limit: number | null }; reply: RecordState[] };
  /** Answers when the record has response headers or can no longer have any. */
  awaitResponse: { payload: { job: JobKey; index: number }; reply: ResponseArrival };
  /**
   * Answers when bytes beyond `offset` are stored or the record ended. `generation` is that of the response the caller holds:
   * a body that was started again from byte 0 is another generation, and reading the old one fails.
   */
  readBody: { payload: { job: JobKey; index: number; generation: number; offset: number }; reply: BodyChunk };
  /** Only from the service worker, while its success or fail event is active. */
  updateUI: { payload: { job: JobKey; options: UIOptions }; reply: null };
  /** `navigator.permissions` name "background-fetch". */
  permission: { payload: null; reply: PermissionState };
  /** A click handler's `clients.openWindow()`: same-origin URLs, once per click. */
  openWindow: { payload: { job: JobKey; url: string }; reply: boolean };
  /** A click handler's `WindowClient.focus()`, by the client's URL. It and `openWindow` are one permission. False also when no tab is found, and the click is not used up then. */
  focusWindow: { payload: { job: JobKey; url: string }; reply: boolean };
}

/** The bridge's version of the same calls. */
export interface BridgeCalls extends Omit<SiteCalls, 'fetch'> {
  fetch: { payload: BridgedFetchArguments; reply: RegistrationState };
  /** First call of a frame or tab that the background opened to reach a service worker. `token` is the frame's name, or the tab's message. */
  serve: { payload: { token: string }; reply: ServiceWorkerErrand | null };
  /** Push me progress of these, of which I learnt over a connection that was lost, and say how they stand. Unknown ones are left out. */
  watch: { payload: { jobs: JobKey[] }; reply: RegistrationProgress[] };
  /**
   * The registration of this scope was seen to be no more: unregistered, or cleared with the site's data. Its background fetches go with it,
   * and must not come to another registration of the same scope. `at`: milliseconds since the epoch.
   */
  unregistered: { payload: { scope: string; at: number }; reply: null };
  /** How the errand ended; the background then removes the frame. */
  served: { payload: { token: string; outcome: ErrandOutcome }; reply: null };
}

/** Told to a site's realm, unasked. */
export interface SitePushes {
  progress: RegistrationProgress;
  permission: PermissionState;
}

/** Asked of a page's own (MAIN) realm by its bridge, where only that realm can know (Chromium). */
export interface PageCalls {
  /** Which of these URLs would Content Security Policy or port blocking refuse this document? */
  probe: { payload: { urls: string[] }; reply: boolean[] };
}

/** Why the background opened a frame at a service worker's URL. */
export type ServiceWorkerErrand =
  | { kind: 'event'; scope: string; event: ServiceWorkerEvent }
  /** The worker asked for a line to us: hand it a port. */
  | { kind: 'connect'; scope: string; nonce: string };

/** Everything a handler may ask for at once travels with the event, so it works even if the background dies meanwhile. */
export interface ServiceWorkerEvent {
  type: BackgroundFetchEventType;
  registration: RegistrationState;
  /** All records, whole bodies with them. Empty for a click on a running fetch: ask with `match`. */
  records: RecordState[];
}

export type ErrandOutcome =
  /** Every `waitUntil` promise settled. `rejected`: at least one did so with an error, or a handler threw. */
  | { kind: 'handled'; rejected: boolean }
  /** The registration is gone: unregistered, or the site's data was cleared. */
  | { kind: 'unregistered' }
  /** The registration has no active worker yet; try again. */
  | { kind: 'inactive' }
  /** The worker never answered: its script does not carry our shim. */
  | { kind: 'unheard' }
  /** The worker answered and then died before its handlers settled. */
  | { kind: 'died' }
  /** A line was handed over and has been closed. */
  | { kind: 'closed' };
