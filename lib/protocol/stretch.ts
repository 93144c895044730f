/**
 * The transfer Worker ↔ a second Worker, which it has started for one stretch of a large body. The background starts it: in Firefox 153 one Worker in
 * sixty that made another one hung in that for good.
 */

import type { Segment } from '../transfer/record-row';
import type { StretchEnd, StretchOrder } from '../transfer/stretch/stretch';

/** Asked of the background by the transfer Worker. */
export interface SecondWorkerCalls {
  /** `number`: of the caller's choice. `port`: to be given to the second Worker. Replies when that is no more, of itself or by `endSecondWorker`. */
  startSecondWorker: { payload: { number: number; port: MessagePort }; reply: null };
  endSecondWorker: { payload: { number: number }; reply: null };
}

/** Told to a second Worker by the background, once. */
export interface SecondWorkerPushes {
  /** The line to the transfer Worker, for StretchCalls. */
  line: { port: MessagePort };
}

/** Asked of the second Worker, once. */
export interface StretchCalls {
  /** Replies when nothing more comes and every byte that came has been told as `sealed`. */
  fetchStretch: { payload: StretchOrder; reply: StretchEnd };
}

/** Told to the second Worker by the first. */
export interface StretchOrders {
  /** What came so far is wanted, and no more. */
  stopStretch: null;
}

/** Told by the second Worker. */
export interface StretchPushes {
  /** The next file of the stretch, on the disk. */
  sealed: Segment;
}
