/** Full disks: what waits for space gets what finished jobs can spare, before anything fails for want of it. */

import type { JobKey } from '../protocol/background-fetch';
import type { Waiting } from '../protocol/transfer';
import type { JobsContext } from './context';
import { makeRoom, type SweepDeps } from './sweep';

export interface Space {
  /** What the Worker says of a job now; to be called before it is written to `live`. */
  heard(job: JobKey, waiting: Waiting | null): void;
  /** Files may have gone: whoever waits for space tries again. */
  freed(): void;
}

interface Deps extends Pick<SweepDeps, 'bare' | 'isInUse'> {
  retry: (job: JobKey) => Promise<void>;
}

export const createSpace = (context: JobsContext, { retry, bare, isInUse }: Deps): Space => {
  const { live, onFault } = context;
  let making = false;

  const freed = (): void => {
    for (const [job, said] of live) {
      if (said.waiting?.for !== 'space') continue;
      // What it says next of a full disk is said after this.
      live.set(job, { ...said, waiting: null });
      void retry(job);
    }
  };

  const make = async (): Promise<void> => {
    try {
      if (await makeRoom(context, { bare, isInUse })) freed();
    } catch (error) {
      onFault('make room', error);
    }
    making = false;
  };

  return {
    heard(job, waiting) {
      // Once for each time that it finds the disk full: the Worker repeats itself.
      if (waiting?.for !== 'space' || live.get(job)?.waiting?.for === 'space' || making) return;
      making = true;
      void make();
    },
    freed,
  };
};
