/** Bridge → the site's service worker: `ServiceWorker.postMessage`, each with one MessagePort on which the wire of site.ts is spoken. */

import type { ServiceWorkerEvent } from './site';

/** The message's one property; its presence marks a message as ours, its value is the protocol's version. */
export const MARK = 'backgroundFetchAnywhere';
export const VERSION = 1;

export type ServiceWorkerMessage = { [MARK]: typeof VERSION } & (
  /** Are you there? Answered on the port with the `hello` push. In Firefox every one also gives a running handler another minute. */
  | { kind: 'ping' }
  /** Become the active worker: sent only to a waiting worker that carries the shim while the active one does not. */
  | { kind: 'activate' }
  /** Dispatch this event; the port also carries the SiteCalls its handlers make. */
  | { kind: 'event'; event: ServiceWorkerEvent }
  /** A line to us, on this port. With a nonce: the one you rang for; ignored by workers that did not ring with it. */
  | { kind: 'connect'; nonce: string | null }
);

/** Service worker → bridge, on the port of the message, beside SiteCalls. */
export interface ServiceWorkerPushes {
  /** `instance`: random, another one for every start of the worker. */
  hello: { version: number; instance: string };
  /** Every `waitUntil` promise of the event settled. */
  handled: { rejected: boolean };
}

/** Service worker → bridge, beside SiteCalls: a port does not tell when its other end is gone. */
export interface LineCalls {
  alive: { payload: null; reply: null };
}

/** A service worker without any line asks for one by a request to this path of its own origin. It never reaches the network. */
export const DOORBELL_PATH = '/.well-known/background-fetch-anywhere/doorbell';
