/** Extension pages (popup, manager, options) ↔ background, on a runtime port named `ui`. */

import type { BackgroundFetchFailureReason, BackgroundFetchResult, JobKey } from './background-fetch';
import type { Waiting } from './transfer';

/** Why a job stands still by somebody's wish. */
export type PauseReason = 'user' | 'consent' | 'metered' | 'host-access';

/** What the user answered to background fetches of a site. A site without an answer is allowed. */
export type Consent = 'allow' | 'ask' | 'block';

export interface SiteConsent {
  origin: string;
  consent: Consent;
}

/** One row of the list. Bytes, and milliseconds since the epoch. */
export interface JobView {
  job: JobKey;
  origin: string;
  title: string;
  /** A `data:` URL of a PNG of our making: nothing that a site sent. Null: none, or not yet. */
  icon: string | null;
  createdAt: number;
  downloaded: number;
  downloadTotal: number;
  uploaded: number;
  uploadTotal: number;
  recordCount: number;
  recordsDone: number;
  paused: PauseReason | null;
  waiting: Waiting | null;
  result: BackgroundFetchResult;
  failureReason: BackgroundFetchFailureReason;
  settledAt: number | null;
  /** Every request is a GET: stopping and going on repeats nothing. */
  pausable: boolean;
  /** The site's handler has not had its event yet. */
  undelivered: boolean;
  /** Bytes are still here to be saved. */
  hasData: boolean;
}

export interface UICalls {
  list: { payload: null; reply: JobView[] };
  cancel: { payload: { job: JobKey }; reply: null };
  pause: { payload: { job: JobKey }; reply: null };
  resume: { payload: { job: JobKey }; reply: null };
  retry: { payload: { job: JobKey }; reply: null };
  /** Take a finished job off the list, data included. */
  remove: { payload: { job: JobKey }; reply: null };
  /** The user activated the job: fires `backgroundfetchclick`. */
  click: { payload: { job: JobKey }; reply: null };
  /** Sites with another answer than "allow". */
  consents: { payload: null; reply: SiteConsent[] };
  /** Also takes effect on fetches of the site that wait for an answer. */
  setConsent: { payload: SiteConsent; reply: null };
}

export interface UIPushes {
  /** A job is new or changed. */
  changed: JobView;
  removed: { job: JobKey };
  /** A site's answer has changed. */
  consent: SiteConsent;
}
