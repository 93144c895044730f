import type { Runtime } from 'webextension-polyfill';
import type { Endpoint } from '../protocol/wire';

/** A runtime.Port as an Endpoint. Nothing can be transferred over it; Blobs and Files go by reference. */
export const runtimePortEndpoint = (port: Runtime.Port): Endpoint => ({
  post: (frame) => port.postMessage(frame),
  open: (receive, closed) => {
    port.onMessage.addListener(receive);
    port.onDisconnect.addListener(closed);
  },
  close: () => port.disconnect(),
});
