/** The two lanes of the `host` port (protocol/host.ts), each as an Endpoint. */

import type { Runtime } from 'webextension-polyfill';
import type { HostMessage, WorkerNumber } from '../protocol/host';
import type { Endpoint } from '../protocol/wire';

const isMessage = (value: unknown): value is HostMessage => typeof value === 'object' && value !== null && 'lane' in value;

/** Closing it closes the port. */
export const controlLane = (port: Runtime.Port): Endpoint => ({
  post: (frame) => port.postMessage({ lane: 'control', frame } satisfies HostMessage),
  open(receive, closed) {
    port.onMessage.addListener((message) => {
      if (isMessage(message) && message.lane === 'control') receive(message.frame);
    });
    port.onDisconnect.addListener(closed);
  },
  close: () => port.disconnect(),
});

/** @param end what closing does to the Worker */
export const workerLane = (port: Runtime.Port, worker: WorkerNumber, end: () => void): Endpoint => ({
  post: (frame) => port.postMessage({ lane: 'worker', worker, frame } satisfies HostMessage),
  open(receive, closed) {
    port.onMessage.addListener((message) => {
      if (isMessage(message) && message.lane === 'worker' && message.worker === worker) receive(message.frame);
    });
    port.onDisconnect.addListener(closed);
  },
  close: end,
});

/**
 * The Worker lane at the background's end. Must be made as soon as the port is there: a Worker that has lived on may ask of a new background before that has
 * asked for its Worker, and a call that nobody hears is never answered.
 */
export const holdWorkerLane = (port: Runtime.Port): ((worker: WorkerNumber, end: () => void) => Endpoint) => {
  let held: HostMessage[] | null = [];
  port.onMessage.addListener((message) => {
    if (isMessage(message) && message.lane === 'worker') held?.push(message);
  });
  return (worker, end) => {
    const lane = workerLane(port, worker, end);
    return {
      ...lane,
      open(receive, closed) {
        lane.open(receive, closed);
        const early = held ?? [];
        held = null;
        for (const message of early) if (message.lane === 'worker' && message.worker === worker) receive(message.frame);
      },
    };
  };
};
