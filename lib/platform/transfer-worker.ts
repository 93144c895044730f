/** The life of the transfer Worker as the background sees it: started at need, replaced when it fails or falls silent. */

import type { SecondWorkerCalls } from '../protocol/stretch';
import type { HopCalls, TransferCalls, TransferPushes } from '../protocol/transfer';
import type { Endpoint } from '../protocol/wire';
import { openWire, WireException, type Handlers, type Wire } from '../wire/wire';
import type { HostEvents } from './host';

export type TransferWire = Wire<TransferCalls, {}>;

/** A Worker, here (Firefox) or behind the offscreen document (Chromium). Closing the endpoint ends it. */
export interface WorkerLine {
  endpoint: Endpoint;
  /** False for one that an earlier background had started. */
  fresh: boolean;
  /** Resolves with the reason once its state can no longer be trusted. */
  failed: Promise<string>;
}

export interface TransferWorker {
  wire(): Promise<TransferWire>;
  /** While true, a Worker that does not answer is replaced. */
  watch(busy: boolean): void;
  /** Ends it without calling for a new one. */
  end(): void;
}

interface Dependencies {
  start: () => Promise<WorkerLine>;
  /** Answers what a Worker asks that may have others started. */
  second?: Handlers<SecondWorkerCalls>;
  events: HostEvents;
  onFault: (where: string, error: unknown) => void;
}

const HEARTBEAT = 30_000;
/** Long enough for a disk that sleeps; two in a row, because a machine waking up fires timers before it delivers messages. */
const ANSWER_WITHIN = 20_000;
const MISSES = 2;

/** A Worker that dies at once, again and again, must not burn the machine. Milliseconds before the n-th start in a row. */
const PAUSES = [0, 1_000, 5_000, 30_000, 60_000];
/** A life of this length counts as health. */
const HEALTHY = 120_000;

const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

const answers = (wire: TransferWire): Promise<boolean> =>
  Promise.race([
    wire.call('underWay', null).then(
      () => true,
      () => true, // An error is an answer; a closed wire is dealt with where it closes.
    ),
    delay(ANSWER_WITHIN).then(() => false),
  ]);

export function createTransferWorker({ start, second, events, onFault }: Dependencies): TransferWorker {
  let current: Promise<TransferWire> | null = null;
  let running: { wire: TransferWire; fail: (reason: string) => void } | null = null;
  let heartbeat: ReturnType<typeof setInterval> | null = null;
  let failures = 0;
  let misses = 0;

  async function begin(): Promise<TransferWire> {
    await delay(PAUSES[Math.min(failures, PAUSES.length - 1)]!);
    const line = await start();
    const wire = openWire<TransferCalls, {}, HopCalls, TransferPushes>(line.endpoint, { ...events.hops, ...second }, events.transfers, { onFault });
    const startedAt = Date.now();
    const mine = {
      wire,
      fail(reason: string) {
        if (running !== mine) return;
        running = current = null;
        misses = 0;
        failures = Date.now() - startedAt > HEALTHY ? 1 : failures + 1;
        onFault('transfer worker', new Error(reason));
        wire.close();
        events.workerLost();
      },
    };
    running = mine;
    void line.failed.then(mine.fail);
    void wire.closed.then(() => mine.fail('the line closed'));
    if (line.fresh) await events.workerStarted(wire).catch((error: unknown) => onFault('transfer worker', error));
    return wire;
  }

  async function beat(): Promise<void> {
    const asked = running;
    if (asked === null) return;
    misses = (await answers(asked.wire)) ? 0 : misses + 1;
    if (misses >= MISSES) asked.fail('no answer');
  }

  return {
    wire() {
      if (current === null) {
        const starting = begin().catch((error: unknown) => {
          if (current === starting) current = null;
          failures += 1;
          throw new WireException('disconnected', 'the transfer worker did not start', { cause: error });
        });
        current = starting;
      }
      return current;
    },
    watch(busy) {
      if (busy === (heartbeat !== null)) return;
      if (heartbeat !== null) clearInterval(heartbeat);
      heartbeat = busy ? setInterval(() => void beat(), HEARTBEAT) : null;
    },
    end() {
      const ending = running;
      running = current = null;
      ending?.wire.close();
    },
  };
}
