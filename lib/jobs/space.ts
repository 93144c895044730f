/** Full disks: what waits for space gets what finished jobs can spare, before anything fails for want of it. */

import type { JobKey } from '../protocol/background-fetch';
import type { Waiting } from '../protocol/transfer';
import type { JobsContext } from './context';
import { makeRoom, type SweepDeps } from './sweep';

export interface Space {
  /** What the Worker says of a job now; to be called before it is written to `live`. */
  heard(job: JobKey, waiting: Waiting | null): void;
  /** A finished job can spare its data from now on. */
  spared(): void;
  /** Files may have gone: whoever waits for space tries again. */
  freed(): void;
}

interface Deps extends Pick<SweepDeps, 'bare' | 'isInUse'> {
  /** Tells the Worker, which knows better who waits: what it says of that comes late, or not at all where something else moves. */
  roomMade: () => Promise<void>;
}

export const createSpace = (context: JobsContext, { roomMade, bare, isInUse }: Deps): Space => {
  const { live, onFault } = context;
  let making = Promise.resolve();

  const freed = (): void => {
    for (const [job, said] of live) {
      if (said.waiting?.for !== 'space') continue;
      // What it says next of a full disk is said after this.
      live.set(job, { ...said, waiting: null });
    }
    void roomMade();
  };

  const isWanted = (): boolean => [...live.values()].some(({ waiting }) => waiting?.for === 'space');

  const makeOnce = async (): Promise<void> => {
    try {
      // The look before this one may have helped all.
      if (!isWanted()) return;
      if (await makeRoom(context, { bare, isInUse })) freed();
    } catch (error) {
      onFault('make room', error);
    }
  };
  /** One look at a time, and one after each occasion: what is looked for now may have been asked of the database before. */
  const make = (): void => {
    making = making.then(makeOnce);
  };

  return {
    heard(job, waiting) {
      // Once for each time that it finds the disk full: the Worker repeats itself.
      if (waiting?.for !== 'space' || live.get(job)?.waiting?.for === 'space') return;
      make();
    },
    spared() {
      if (isWanted()) make();
    },
    freed,
  };
};
