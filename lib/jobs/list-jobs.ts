/** The list that a person sees: jobs that were not taken off it, the newest first. */

import type { Glance, JobView } from '../protocol/ui';
import type { JobsContext } from './context';
import type { Job } from './model';
import type { JobsDB, Tally } from './schema';
import { jobView } from './views';

const viewsOf = ({ live }: JobsContext, jobs: Job[], tallies: Tally[]): JobView[] => {
  const tallyOf = new Map(tallies.map((tally) => [tally.job, tally]));
  const listed = jobs.filter(({ removeAt }) => removeAt === null);
  return listed.map((job) => jobView(job, tallyOf.get(job.key), live.get(job.key))).toSorted((a, b) => b.createdAt - a.createdAt);
};

export const listJobs = async (context: JobsContext): Promise<JobView[]> => {
  const tx = (await context.open()).transaction(['jobs', 'tallies']);
  const [jobs, tallies] = await Promise.all([tx.objectStore('jobs').getAll(), tx.objectStore('tallies').getAll()]);
  return viewsOf(context, jobs, tallies);
};

const transactionOf = (db: JobsDB) => db.transaction(['jobs', 'tallies']);

/** The `count` that ended last. No index can be read whole from its end: a cursor finds where they begin. */
const lastSettled = async (tx: ReturnType<typeof transactionOf>, count: number): Promise<Job[]> => {
  const index = tx.objectStore('jobs').index('settled');
  const last = await index.openKeyCursor(null, 'prev');
  const first = last && count > 1 ? await last.advance(count - 1) : last;
  return index.getAll(first && IDBKeyRange.lowerBound(first.key));
};

/** All that are active, and the `finished` that ended last: however long the history is, no more of it is read. */
export const glanceAtJobs = async (context: JobsContext, finished: number): Promise<Glance> => {
  const tx = transactionOf(await context.open());
  const jobs = tx.objectStore('jobs');
  const [active, settled, all, tallies] = await Promise.all([
    jobs.index('state').getAll('active'),
    lastSettled(tx, finished),
    jobs.index('settled').count(),
    tx.objectStore('tallies').getAll(),
  ]);
  return { jobs: viewsOf(context, [...active, ...settled], tallies), more: all > settled.length };
};
