/**
 * Background ↔ Chromium's offscreen document, on a runtime port named `host`, which also tells either when the other is gone. The document decides nothing.
 * What the Worker behind it and the background say to each other goes over a MessagePort, the lane: a message costs a seventh of one over a runtime port.
 */

import type { BodyPiece } from './background-fetch';
import type { Frame } from './wire';

/** Which Worker a frame belongs to: one that died must not answer for the next. */
export type WorkerNumber = number;

/** Either way on the lane: frames of the wire of transfer.ts. */
export interface WorkerMessage {
  worker: WorkerNumber;
  frame: Frame;
}

export type Lane = Pick<MessagePort, 'postMessage' | 'onmessage' | 'close'>;

export interface HostCalls {
  /** Sends the background its end of the lane, in a message event with this name. Once for each runtime port. */
  openLane: { payload: { name: string }; reply: null };
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
