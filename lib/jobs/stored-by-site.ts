import type { JobsContext } from './context';
import { hasData } from './views';

/** Bytes stored for each site, largest first, from the jobs' sums: no record is looked at, and no job without data. */
export const storedBySite = async ({ open }: JobsContext): Promise<{ origin: string; bytes: number }[]> => {
  const tx = (await open()).transaction(['jobs', 'tallies']);
  const tallies = await tx.objectStore('tallies').getAll();
  const jobs = await Promise.all(tallies.map(({ job }) => tx.objectStore('jobs').get(job)));
  const sites = new Map<string, number>();
  for (const [n, job] of jobs.entries()) {
    const bytes = job && hasData(job) ? tallies[n]!.downloaded : 0;
    if (job && bytes > 0) sites.set(job.origin, (sites.get(job.origin) ?? 0) + bytes);
  }
  return [...sites].map(([origin, bytes]) => ({ origin, bytes })).toSorted((a, b) => b.bytes - a.bytes);
};
