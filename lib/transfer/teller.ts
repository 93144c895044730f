import type { JobKey } from '../protocol/background-fetch';
import type { TransferPushes } from '../protocol/transfer';
import type { Clock } from './clock';

export type Push = <Name extends keyof TransferPushes & string>(name: Name, payload: TransferPushes[Name]) => void;

/** Tells the background about one job, at once when it was quiet and then at most every `interval`. */
export interface Teller {
  progress(): void;
  recordChanged(index: number): void;
  /** Tells what is not told yet. */
  flush(): void;
}

export const createTeller = (
  job: JobKey,
  push: Push,
  state: () => Omit<TransferPushes['progress'], 'job'>,
  clock: Clock,
  interval: number,
): Teller => {
  const changed = new Set<number>();
  let stale = false;
  let cancel: (() => void) | null = null;
  let told = -Infinity;

  const flush = (): void => {
    cancel?.();
    cancel = null;
    if (!stale && changed.size === 0) return;
    told = clock.now();
    if (stale) push('progress', { job, ...state() });
    stale = false;
    for (const index of changed) push('recordChanged', { job, index });
    changed.clear();
  };

  const soon = (): void => {
    if (cancel !== null) return;
    const delay = told + interval - clock.now();
    // A clock set back must not silence a job.
    if (delay <= 0 || delay > interval) flush();
    else cancel = clock.after(delay, flush);
  };

  return {
    progress: () => {
      stale = true;
      soon();
    },
    recordChanged: (index) => {
      changed.add(index);
      soon();
    },
    flush,
  };
};
