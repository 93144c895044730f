/** The offscreen document: holds one Worker and some frames for a background that comes and goes, and passes on what they say. */

import type { Runtime } from 'webextension-polyfill';
import type { HostCalls, HostMessage, HostPushes } from '../protocol/host';
import type { Frame } from '../protocol/wire';
import { openWire, type Wire } from '../wire/wire';
import type { Frames } from './frames';
import { controlLane, workerLane } from './host-port';
import { openBlob } from './open-blob';
import { workerFailure } from './worker-line';
import { createWorkerRelay, type WorkerRelay } from './worker-relay';

interface Environment {
  /** Throws when the extension is gone. */
  connect: () => Runtime.Port;
  spawn: () => Worker;
  frames: Frames;
  wait?: (milliseconds: number) => Promise<void>;
}

interface RunningWorker {
  number: number;
  worker: Worker;
  relay: WorkerRelay;
}

/** Between attempts to reach a background that drops the line at once. */
const RECONNECT = 1_000;

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

export function startOffscreenRelay({ connect, spawn, frames, wait = delay }: Environment): void {
  let port: Runtime.Port | null = null;
  let control: Wire<{}, HostPushes> | null = null;
  let running: RunningWorker | null = null;
  let numbers = 0;

  function toBackground(message: HostMessage): boolean {
    if (port === null) return false;
    try {
      port.postMessage(message);
      return true;
    } catch {
      return false;
    }
  }

  function listen(mine: RunningWorker, line: Runtime.Port): void {
    workerLane(line, mine.number, () => {}).open(
      (frame) => mine.relay.fromBackground(frame as Frame),
      () => {},
    );
  }

  function end(worker: number): void {
    if (running?.number !== worker) return;
    running.worker.terminate();
    running = null;
  }

  function begin(): RunningWorker {
    const worker = spawn();
    const number = ++numbers;
    const relay = createWorkerRelay(
      (frame) => worker.postMessage(frame),
      (frame) => toBackground({ lane: 'worker', worker: number, frame }),
    );
    worker.onmessage = (event) => relay.fromWorker(event.data as Frame);
    void workerFailure(worker).then((detail) => {
      end(number);
      control?.push('workerFailed', { worker: number, detail });
    });
    return { number, worker, relay };
  }

  function join(): void {
    const line = (port = connect());
    const since = Date.now();
    control = openWire<{}, HostPushes, HostCalls, {}>(
      controlLane(line),
      {
        startWorker() {
          const fresh = running === null;
          if (running === null) listen((running = begin()), line);
          return { worker: running.number, fresh };
        },
        endWorker({ worker }) {
          end(worker);
          return null;
        },
        openFrame(frame) {
          frames.open(frame);
          return null;
        },
        closeFrame({ name }) {
          frames.close(name);
          return null;
        },
        openBlob: ({ parts }) => openBlob(parts),
        closeBlob({ url }) {
          URL.revokeObjectURL(url);
          return null;
        },
      },
      {},
    );
    if (running !== null) listen(running, line);
    void control.closed.then(async () => {
      port = control = null;
      // Their errands died with the background that opened them.
      frames.closeAll();
      running?.relay.backgroundLost();
      if (Date.now() - since < RECONNECT) await wait(RECONNECT);
      join();
    });
  }

  join();
}
