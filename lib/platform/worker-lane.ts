/** The lane of the Workers behind the offscreen document (protocol/host.ts), at the background's end. */

import type { Lane, WorkerMessage, WorkerNumber } from '../protocol/host';
import type { Endpoint } from '../protocol/wire';

export interface WorkerLane {
  /** Of one Worker. @param end what closing does to it */
  endpoint(worker: WorkerNumber, end: () => void): Endpoint;
  /** The document is gone, or begins anew with another lane. */
  close(): void;
}

/** Holds what a Worker says before there is an endpoint for it: a call that nobody hears is never answered. */
export const openWorkerLane = (lane: Lane): WorkerLane => {
  const receivers = new Map<WorkerNumber, (frame: unknown) => void>();
  const closings: (() => void)[] = [];
  let held: WorkerMessage[] = [];
  lane.onmessage = ({ data }: MessageEvent<WorkerMessage>) => {
    const receive = receivers.get(data.worker);
    if (receive) receive(data.frame);
    else held.push(data);
  };
  return {
    endpoint: (worker, end) => ({
      post: (frame) => lane.postMessage({ worker, frame }),
      open(receive, closed) {
        receivers.set(worker, receive);
        closings.push(closed);
        const early = held;
        // Whatever is of another Worker is of one that nobody will ask for any more.
        held = [];
        for (const message of early) if (message.worker === worker) receive(message.frame);
      },
      close: end,
    }),
    close() {
      lane.close();
      for (const closed of closings) closed();
    },
  };
};

/** Lanes arrive at the background in message events, each by the name it was asked for by. */
export const createLaneHall = (scope: Pick<EventTarget, 'addEventListener'>): ((name: string) => Promise<Lane>) => {
  const waiting = new Map<string, (lane: Lane) => void>();
  scope.addEventListener('message', (event) => {
    const { data, ports } = event as MessageEvent<unknown>;
    const [lane] = ports;
    if (typeof data !== 'string' || lane === undefined) return;
    waiting.get(data)?.(lane);
    waiting.delete(data);
  });
  return (name) => new Promise((resolve) => waiting.set(name, resolve));
};
