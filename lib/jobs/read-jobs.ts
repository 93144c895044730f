import type { JobKey } from '../protocol/background-fetch';
import type { Job } from './model';
import type { JobsDB, Tally } from './schema';

export interface JobWithTally {
  job: Job;
  tally: Tally | undefined;
}

/** Jobs as they stood together at one moment, each at its place; null: unknown. */
export const readEach = async (db: JobsDB, keys: JobKey[]): Promise<(JobWithTally | null)[]> => {
  const tx = db.transaction(['jobs', 'tallies']);
  return Promise.all(
    keys.map(async (key) => {
      const [job, tally] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('tallies').get(key)]);
      return job ? { job, tally } : null;
    }),
  );
};

/** The same without those that are unknown. */
export const readJobs = async (db: JobsDB, keys: JobKey[]): Promise<JobWithTally[]> => (await readEach(db, keys)).filter((row) => row !== null);
