/** What the web may know of a background fetch. Spec words: https://wicg.github.io/background-fetch/ */

import type { StoredImage, StoredRequest, StoredResponse } from './stored';

/** Names one background fetch for ever, unlike its id, which a site may use again. A random UUID. */
export type JobKey = string;

/** https://wicg.github.io/background-fetch/#enumdef-backgroundfetchresult */
export type BackgroundFetchResult = '' | 'success' | 'failure';

/** https://wicg.github.io/background-fetch/#enumdef-backgroundfetchfailurereason */
export type BackgroundFetchFailureReason = '' | 'aborted' | 'bad-status' | 'fetch-error' | 'quota-exceeded' | 'download-total-exceeded';

/** https://wicg.github.io/background-fetch/#background-fetch-response-result, without "redundant", which is never stored. */
export type RecordResult = 'success' | BackgroundFetchFailureReason;

/** The members that change while a fetch runs. Byte counts. */
export interface RegistrationProgress {
  job: JobKey;
  uploaded: number;
  downloaded: number;
  result: BackgroundFetchResult;
  failureReason: BackgroundFetchFailureReason;
  recordsAvailable: boolean;
}

/** All that a BackgroundFetchRegistration shows. */
export interface RegistrationState extends RegistrationProgress {
  id: string;
  uploadTotal: number;
  downloadTotal: number;
}

/** https://wicg.github.io/background-fetch/#dictdef-backgroundfetchuioptions; an absent member leaves what was there. */
export interface UIOptions {
  icons?: StoredImage[];
  title?: string;
}

/** A File, by reference, or the bytes themselves, where they are so few that a reference costs more. */
export type BodyPiece = Blob | Uint8Array<ArrayBuffer>;

/** A record at one moment. */
export interface RecordState {
  /** Position in the request list of `fetch()`. */
  index: number;
  request: StoredRequest;
  /** Null until headers arrived. Present and `result` `''`: still downloading. */
  response: StoredResponse | null;
  result: RecordResult;
  /**
   * The whole body once `result` is `success` or `bad-status`: its pieces in order. Else null: ask with `readBody`.
   * Must be joined in the realm that reads them: Firefox copies a Blob that was joined in another process, through memory.
   */
  body: BodyPiece[] | null;
}

export type BackgroundFetchEventType = 'backgroundfetchsuccess' | 'backgroundfetchfail' | 'backgroundfetchabort' | 'backgroundfetchclick';
