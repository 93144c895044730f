import type { JobKey } from '../protocol/background-fetch';
import type { Job } from './model';
import type { JobsDB, Tally } from './schema';

export interface JobWithTally {
  job: Job;
  tally: Tally | undefined;
}

/** Jobs as they stood together at one moment; unknown ones are left out. */
export const readJobs = async (db: JobsDB, keys: JobKey[]): Promise<JobWithTally[]> => {
  const tx = db.transaction(['jobs', 'tallies']);
  const rows = await Promise.all(
    keys.map(async (key) => {
      const [job, tally] = await Promise.all([tx.objectStore('jobs').get(key), tx.objectStore('tallies').get(key)]);
      return job ? { job, tally } : null;
    }),
  );
  return rows.filter((row) => row !== null);
};
