import type { JobsContext } from './context';
import { hasData } from './views';

/** Bytes stored for each site, largest first, from the jobs' sums: no record is looked at. */
export const storedBySite = async ({ open }: JobsContext): Promise<{ origin: string; bytes: number }[]> => {
  const tx = (await open()).transaction(['jobs', 'tallies']);
  const [jobs, tallies] = await Promise.all([tx.objectStore('jobs').getAll(), tx.objectStore('tallies').getAll()]);
  const stored = new Map(tallies.map(({ job, downloaded }) => [job, downloaded]));
  const sites = new Map<string, number>();
  for (const job of jobs) {
    const bytes = hasData(job) ? (stored.get(job.key) ?? 0) : 0;
    if (bytes > 0) sites.set(job.origin, (sites.get(job.origin) ?? 0) + bytes);
  }
  return [...sites].map(([origin, bytes]) => ({ origin, bytes })).toSorted((a, b) => b.bytes - a.bytes);
};
