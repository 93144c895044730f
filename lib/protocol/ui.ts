/** Extension pages (popup, manager, options, welcome) ↔ background, on a runtime port named `ui`. */

import type { BackgroundFetchFailureReason, BackgroundFetchResult, JobKey } from './background-fetch';
import type { ManagerCalls, ManagerPushes } from './manager';
import type { SaveCalls, SavePushes } from './saves';
import type { Waiting } from './transfer';

/** Why a job stands still by somebody's wish. */
export type PauseReason = 'user' | 'consent' | 'metered' | 'host-access';

/** What the user answered to background fetches of a site. A site without an answer gets `defaultConsent` of the settings. */
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

/** Which of the jobs that have ended. */
export interface Find {
  /** All of them must stand in the title or the origin, in any case of the language (BCP 47). At most 1,000 UTF-16 code units. */
  words: string;
  locale: string;
  /** Only those that failed; what somebody cancelled has not. */
  failed: boolean;
}

/** What a page needs that shows a part of the list. */
export interface Glance {
  /** All that are active, and of the others those that ended last among those asked for. */
  jobs: JobView[];
  /** Others have ended before those. */
  more: boolean;
}

export interface UICalls extends SaveCalls, ManagerCalls {
  /** Whether a person sees the list on the page at this end of the line. Until it is said, nobody does. */
  look: { payload: { seeing: boolean }; reply: null };
  list: { payload: null; reply: JobView[] };
  /** `finished` (1 to 10,000): at most so many that are not active. `find` null: whichever. */
  glance: { payload: { finished: number; find: Find | null }; reply: Glance };
  cancel: { payload: { job: JobKey }; reply: null };
  pause: { payload: { job: JobKey }; reply: null };
  /** On a metered connection: lets this one go on there, now and later. */
  resume: { payload: { job: JobKey }; reply: null };
  retry: { payload: { job: JobKey }; reply: null };
  /** Pauses all that can be paused, by the person's wish. */
  pauseAll: { payload: null; reply: null };
  /** Lets go on all that the person paused. */
  resumeAll: { payload: null; reply: null };
  /** Take a finished job off the list. Its data goes some seconds later. */
  remove: { payload: { job: JobKey }; reply: null };
  /** Takes `remove` back. Rejects: gone, when it is too late. */
  restore: { payload: { job: JobKey }; reply: null };
  /** The user activated the job: fires `backgroundfetchclick`. */
  click: { payload: { job: JobKey }; reply: null };
  /** Fetches the extension's own picture in the background, for the person to watch; the job that does so already, if there is one. */
  tryIt: { payload: null; reply: { job: JobKey } };
  /** Sites with an answer of their own. */
  consents: { payload: null; reply: SiteConsent[] };
  /** Also takes effect on fetches of the site that wait for an answer. */
  setConsent: { payload: SiteConsent; reply: null };
}

export interface UIPushes extends SavePushes, ManagerPushes {
  /** A job is new or changed. */
  changed: JobView;
  removed: { job: JobKey };
  /** A site's answer has changed. */
  consent: SiteConsent;
}
