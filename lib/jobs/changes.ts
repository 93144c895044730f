import type { JobKey } from '../protocol/background-fetch';

/** Wakes those who wait for news of a record. A hint to look again, nothing more. */
export interface Changes {
  /** Resolves at the next news of that record or its job. Must be called before looking, or news between the two are missed. */
  next(job: JobKey, index: number): Promise<void>;
  /** Resolves when bytes of any record of the job arrived. */
  nextBytes(job: JobKey): Promise<void>;
  tellRecord(job: JobKey, index: number): void;
  tellBytes(job: JobKey): void;
  tellJob(job: JobKey): void;
}

/** Where those stand who wait for bytes: no record has this index. */
const BYTES = -1;

export const createChanges = (): Changes => {
  const waiting = new Map<JobKey, Map<number, PromiseWithResolvers<void>>>();
  const next = (job: JobKey, index: number): Promise<void> => {
    const ofJob = waiting.get(job) ?? new Map<number, PromiseWithResolvers<void>>();
    waiting.set(job, ofJob);
    const news = ofJob.get(index) ?? Promise.withResolvers<void>();
    ofJob.set(index, news);
    return news.promise;
  };
  const tell = (job: JobKey, index: number): void => {
    const news = waiting.get(job)?.get(index);
    waiting.get(job)?.delete(index);
    news?.resolve();
  };
  return {
    next,
    nextBytes: (job) => next(job, BYTES),
    tellRecord: tell,
    tellBytes: (job) => tell(job, BYTES),
    tellJob(job) {
      const ofJob = waiting.get(job);
      waiting.delete(job);
      for (const news of ofJob?.values() ?? []) news.resolve();
    },
  };
};
