import type { Waiting } from '../protocol/transfer';
import type { Clock } from './clock';
import type { Limits } from './limits';
import type { Network } from './network';

/** What had been skipped at a moment. */
export interface Mark {
  all: number;
  space: number;
}

/** The waits of one job's records. */
export interface Waits {
  /**
   * Resolves when there is reason to go on: the time has come, the network is back, or somebody said so. Rejects with the signal's reason.
   * @param mark of before the attempt that came to nothing: does not wait where the reason has come meanwhile
   */
  wait(waiting: Waiting, signal: AbortSignal, mark?: Mark): Promise<void>;
  mark(): Mark;
  skipAll(): void;
  /** Ends the waits for space. */
  roomMade(): void;
  /** How many records wait, and the best that can be said of why: what somebody can do something about first. */
  readonly count: number;
  readonly current: Waiting | null;
}

const rank = ({ for: reason }: Waiting): number => ['host-access', 'space', 'network', 'retry'].indexOf(reason);
const order = (a: Waiting, b: Waiting): number => (a.for === 'retry' && b.for === 'retry' ? a.until - b.until : rank(a) - rank(b));

export const createWaits = (clock: Clock, network: Network, limits: Limits, changed: () => void): Waits => {
  const waits = new Map<() => void, Waiting>();
  const skipped: Mark = { all: 0, space: 0 };

  /** @param probe wakes, and says nothing of it: what comes of the try is told, and it may come to the same wait */
  const wakeups = (waiting: Waiting, wake: () => void, probe: () => void): (() => void)[] => {
    switch (waiting.for) {
      case 'retry':
        return [clock.after(Math.max(0, waiting.until - clock.now()), wake)];
      case 'space':
        // Said, for the background makes room each time that a disk is found full.
        return [clock.after(limits.probe, wake)];
      case 'network':
        return [network.onOnline(wake), clock.after(limits.probe, probe)];
      // The person ends it sooner. A request that we may make looks the same where the browser told of it too late, as after a sleep of the machine.
      case 'host-access':
        return [clock.after(limits.greatestDelay, probe)];
    }
  };

  return {
    wait: (waiting, signal, mark = skipped) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        if (mark.all !== skipped.all || (waiting.for === 'space' && mark.space !== skipped.space)) return resolve();
        const leave = (): void => {
          for (const cancel of cancels) cancel();
          signal.removeEventListener('abort', stop);
          waits.delete(wake);
        };
        const probe = (): void => {
          leave();
          resolve();
        };
        const wake = (): void => {
          probe();
          changed();
        };
        const stop = (): void => {
          leave();
          changed();
          reject(signal.reason);
        };
        waits.set(wake, waiting);
        const cancels = wakeups(waiting, wake, probe);
        signal.addEventListener('abort', stop);
        changed();
      }),
    mark: () => ({ ...skipped }),
    skipAll: () => {
      skipped.all++;
      for (const wake of [...waits.keys()]) wake();
    },
    roomMade: () => {
      skipped.space++;
      for (const [wake, { for: reason }] of [...waits]) if (reason === 'space') wake();
    },
    get count() {
      return waits.size;
    },
    get current() {
      return [...waits.values()].sort(order)[0] ?? null;
    },
  };
};
