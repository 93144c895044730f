/** What is told of a job's end, and done for the person because of it. Who dies meanwhile leaves the rest to the next background. */

import type { JobKey } from '../protocol/background-fetch';
import type { JobsContext } from './context';
import type { Job } from './model';
import { announced, told } from './transitions';

export interface Endings {
  /** Told when a job has ended, whatever its end; again by the next background if this one dies before it resolves. */
  onEnded?: (job: Job) => Promise<unknown>;
  /** Does what the person wished for the end of a job. Called again, for as long as finished jobs are kept, until it resolves; its bytes stay that long. */
  fulfil?: (job: Job) => Promise<unknown>;
}

export interface Ends {
  /** Never rejects. */
  tell(job: Job): Promise<void>;
  /** What an earlier background, or a failure, has left. */
  tellAgain(): Promise<void>;
  forget(job: JobKey): void;
  /** Something was begun before and is not done. */
  readonly owing: boolean;
}

export const createEnds = ({ open, now, onFault }: JobsContext, { onEnded, fulfil, plan }: Endings & { plan: () => void }): Ends => {
  /** Jobs whose end is being told, and those where that was begun before and is not done. */
  const telling = new Set<JobKey>();
  const owed = new Set<JobKey>();

  const tellOnce = async (job: Job): Promise<void> => {
    const { key } = job;
    // Begun before the other is done: neither is to wait for the other.
    const fulfilling = Promise.resolve(fulfil?.(job)).then(
      () => true,
      (error: unknown) => {
        onFault('ended', error);
        return false;
      },
    );
    if (!job.announced) await onEnded?.(job);
    const isOver = await fulfilling;
    const left = await (isOver ? told : announced)(await open(), key);
    // It may have left the list meanwhile.
    if (isOver || !left ? owed.delete(key) : owed.add(key)) plan();
  };
  const tell = async (job: Job): Promise<void> => {
    if (telling.has(job.key)) return;
    telling.add(job.key);
    try {
      await tellOnce(job);
    } catch (error) {
      owed.add(job.key);
      plan();
      onFault('ended', error);
    } finally {
      telling.delete(job.key);
    }
  };

  return {
    tell,
    async tellAgain() {
      const untold = await (await open()).getAllFromIndex('jobs', 'untold', IDBKeyRange.upperBound(now()));
      for (const key of owed) if (!telling.has(key)) owed.delete(key);
      for (const job of untold) {
        // What has just ended is told for the first time.
        if (telling.has(job.key)) continue;
        owed.add(job.key);
        void tell(job);
      }
    },
    forget: (job) => void owed.delete(job),
    get owing() {
      return owed.size > 0;
    },
  };
};
