/**
 * Passes wire frames between the Worker, which lives on, and the background, which comes and goes.
 * Each background numbers its calls from 1, so they are renumbered here: an answer to a dead background must not reach the next one.
 */

import type { Frame } from '../protocol/wire';

export interface WorkerRelay {
  fromWorker(frame: Frame): void;
  fromBackground(frame: Frame): void;
  /** The background is gone: what the Worker asked of it is answered `disconnected`. */
  backgroundLost(): void;
}

/** @param toBackground false when there is none now: a push is then lost, which the protocol allows, and a call fails */
export function createWorkerRelay(toWorker: (frame: Frame) => void, toBackground: (frame: Frame) => boolean): WorkerRelay {
  const backgroundCalls = new Map<number, number>();
  const workerCalls = new Set<number>();
  let serial = 0;

  const disconnected = (call: number): void => {
    workerCalls.delete(call);
    toWorker({ reply: call, error: { code: 'disconnected', detail: '' } });
  };

  return {
    fromWorker(frame) {
      if ('call' in frame) {
        workerCalls.add(frame.call);
        if (!toBackground(frame)) disconnected(frame.call);
      } else if ('reply' in frame) {
        const call = backgroundCalls.get(frame.reply);
        backgroundCalls.delete(frame.reply);
        if (call !== undefined) toBackground({ ...frame, reply: call });
      } else {
        toBackground(frame);
      }
    },
    fromBackground(frame) {
      if ('call' in frame) {
        backgroundCalls.set(++serial, frame.call);
        toWorker({ ...frame, call: serial });
      } else if ('reply' in frame) {
        if (workerCalls.delete(frame.reply)) toWorker(frame);
      } else {
        toWorker(frame);
      }
    },
    backgroundLost() {
      backgroundCalls.clear();
      for (const call of workerCalls) disconnected(call);
    },
  };
}
