/** The offscreen document: holds one Worker and some frames for a background that comes and goes, and passes on what they say. */

import type { Runtime } from 'webextension-polyfill';
import type { HostCalls, HostPushes, WorkerMessage } from '../protocol/host';
import type { Frame } from '../protocol/wire';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire, type Wire } from '../wire/wire';
import type { Frames } from './frames';
import { openBlob } from './open-blob';
import { workerFailure } from './worker-line';
import { createWorkerRelay, type WorkerRelay } from './worker-relay';

interface Environment {
  /** Throws when the extension is gone. */
  connect: () => Runtime.Port;
  /** To the background, in a message event with this name. */
  sendLane: (name: string, lane: MessagePort) => Promise<void>;
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

export function startOffscreenRelay({ connect, sendLane, spawn, frames, wait = delay }: Environment): void {
  /** Our end: what is said before the background has its own waits in it. */
  let lane: MessagePort | null = null;
  let control: Wire<{}, HostPushes> | null = null;
  let running: RunningWorker | null = null;
  let numbers = 0;

  function toBackground(message: WorkerMessage): boolean {
    lane?.postMessage(message);
    return lane !== null;
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
      (frame) => toBackground({ worker: number, frame }),
    );
    worker.onmessage = (event) => relay.fromWorker(event.data as Frame);
    void workerFailure(worker).then((detail) => {
      end(number);
      control?.push('workerFailed', { worker: number, detail });
    });
    return { number, worker, relay };
  }

  function join(): void {
    const line = connect();
    const { port1, port2 } = new MessageChannel();
    lane = port1;
    port1.onmessage = ({ data: { worker, frame } }: MessageEvent<WorkerMessage>) => {
      if (running?.number === worker) running.relay.fromBackground(frame);
    };
    const since = Date.now();
    control = openWire<{}, HostPushes, HostCalls, {}>(
      runtimePortEndpoint(line),
      {
        async openLane({ name }) {
          await sendLane(name, port2);
          return null;
        },
        startWorker() {
          const fresh = running === null;
          running ??= begin();
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
    void control.closed.then(async () => {
      port1.close();
      lane = control = null;
      // Their errands died with the background that opened them.
      frames.closeAll();
      running?.relay.backgroundLost();
      if (Date.now() - since < RECONNECT) await wait(RECONNECT);
      join();
    });
  }

  join();
}
