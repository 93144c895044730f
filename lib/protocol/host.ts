/** Background ↔ Chromium's offscreen document, on a runtime port named `host`. The document decides nothing. */

import type { BodyPiece } from './background-fetch';

/** Which Worker a frame belongs to: one that died must not answer for the next. */
export type WorkerNumber = number;

/** Two lanes on one port: the document's own calls, and the wire of transfer.ts to the Worker behind it. */
export type HostMessage = { lane: 'control'; frame: unknown } | { lane: 'worker'; worker: WorkerNumber; frame: unknown };

export interface HostCalls {
  /** The Worker that runs, or a new one. */
  startWorker: { payload: null; reply: { worker: WorkerNumber; fresh: boolean } };
  /** Ends that Worker; a number that is gone is no error. */
  endWorker: { payload: { worker: WorkerNumber }; reply: null };
  openFrame: { payload: { url: string; name: string }; reply: null };
  closeFrame: { payload: { name: string }; reply: null };
  /** A blob URL of these parts in order, for the download manager. Lasts until it is closed, whatever becomes of the background. */
  openBlob: { payload: { parts: BodyPiece[] }; reply: string };
  /** A URL that is gone is no error. */
  closeBlob: { payload: { url: string }; reply: null };
}

export interface HostPushes {
  /** It threw what nobody caught: its state is unknown. */
  workerFailed: { worker: WorkerNumber; detail: string };
}
