/**
 * What differs between browsers about where Workers and frames can live. Firefox: the event page itself.
 * Chromium: an offscreen document, made at need and at every boot. It decides nothing.
 */

import type { BodyPiece } from '../protocol/background-fetch';
import type { HopCalls, TransferCalls, TransferPushes } from '../protocol/transfer';
import type { Handlers, Listeners, Wire } from '../wire/wire';

export interface Host {
  /** The transfer Worker, started at need. Calls made while it restarts reject as `disconnected`; all of them may be repeated. */
  transfer(): Promise<Wire<TransferCalls, {}>>;
  /** Puts a sandboxed frame of that URL and name into the host document. Does not wait for it to load. */
  openFrame(frame: { url: string; name: string }): Promise<void>;
  closeFrame(name: string): Promise<void>;
  /** A blob URL of these parts, for the download manager: lasts as long as the host document, or until it is closed. */
  openBlob(parts: BodyPiece[]): Promise<string>;
  closeBlob(url: string): Promise<void>;
  /** Keeps the background and the host alive while true. Cheap to repeat. */
  keepAlive(busy: boolean): void;
}

export interface HostEvents {
  /** Answers the Worker's calls. */
  hops: Handlers<HopCalls>;
  transfers: Listeners<TransferPushes>;
  /** The Worker is gone: what was under way must be ordered again, of the next one. */
  workerLost: () => void;
  /** A new Worker, with nothing under way, the first one included. It gets its first order when this has settled. */
  workerStarted: (worker: Wire<TransferCalls, {}>) => Promise<void>;
}
