import type { IDBPObjectStore } from 'idb';
import type { JobsContext } from './context';
import type { JobsSchema } from './schema';
import { hasData } from './views';

/** Sites that have a job on the list: their names alone are read, and the few jobs that are about to go. */
const sitesOf = async (jobs: IDBPObjectStore<JobsSchema, ['jobs', 'tallies'], 'jobs'>): Promise<string[]> => {
  const index = jobs.index('origin');
  const origins: string[] = [];
  for (let cursor = await index.openKeyCursor(null, 'nextunique'); cursor; cursor = await cursor.continue()) origins.push(cursor.key);
  const leaving = Map.groupBy(await jobs.index('removed').getAll(), ({ origin }) => origin);
  const stays = await Promise.all(origins.map(async (origin) => !leaving.has(origin) || (await index.count(origin)) > leaving.get(origin)!.length));
  return origins.filter((_, n) => stays[n]);
};

/** Bytes stored for each site that has a job, largest first, from the jobs' sums: no record is looked at, and no job without data. */
export const storedBySite = async ({ open }: JobsContext): Promise<{ origin: string; bytes: number }[]> => {
  const tx = (await open()).transaction(['jobs', 'tallies']);
  const tallies = await tx.objectStore('tallies').getAll();
  const jobs = await Promise.all(tallies.map(({ job }) => tx.objectStore('jobs').get(job)));
  const sites = new Map((await sitesOf(tx.objectStore('jobs'))).map((origin) => [origin, 0]));
  for (const [n, job] of jobs.entries()) {
    const bytes = job && hasData(job) ? tallies[n]!.downloaded : 0;
    if (job && bytes > 0) sites.set(job.origin, (sites.get(job.origin) ?? 0) + bytes);
  }
  return [...sites].map(([origin, bytes]) => ({ origin, bytes })).toSorted((a, b) => b.bytes - a.bytes);
};
