/** The list that a person sees: jobs that were not taken off it, the newest first. */

import type { Find, Glance, JobView } from '../protocol/ui';
import { hasWords } from '../wire/has-words';
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

/** Jobs read at once, of those that are searched: few are in memory at a time, and each round costs a little. */
const CHUNK = 500;

/** Those that have ended, the last ones first. No index can be read whole from its end: a cursor finds where each chunk begins. */
async function* settledFromLast(tx: ReturnType<typeof transactionOf>, size: number): AsyncGenerator<Job[]> {
  const index = tx.objectStore('jobs').index('settled');
  let before: IDBKeyRange | null = null;
  for (;;) {
    const last = await index.openKeyCursor(before, 'prev');
    if (!last) return;
    const to = last.key;
    const first = size > 1 ? await last.advance(size - 1) : last;
    // Those of one millisecond come together.
    const from = first?.key ?? -Infinity;
    yield (await index.getAll(IDBKeyRange.bound(from, to))).toReversed();
    before = IDBKeyRange.upperBound(from, true);
  }
}

/** One more than `count`, where there is one. */
const lastSettled = async (tx: ReturnType<typeof transactionOf>, count: number, find: Find | null): Promise<Job[]> => {
  const found: Job[] = [];
  for await (const jobs of settledFromLast(tx, find ? CHUNK : count + 1)) {
    found.push(...(find ? jobs.filter(isFound(find)) : jobs));
    if (found.length > count) break;
  }
  return found.slice(0, count + 1);
};

const isFound = ({ words, locale, failed }: Find): ((job: Job) => boolean) => {
  const matches = hasWords(words, locale);
  return ({ title, origin, removeAt, phase }) =>
    removeAt === null && phase.state === 'settled' && !(failed && ['', 'aborted'].includes(phase.failureReason)) && matches(`${title} ${origin}`);
};

/** All that are active, and the `finished` that ended last of those to be found: without words, no more of the history is read, however long it is. */
export const glanceAtJobs = async (context: JobsContext, finished: number, find: Find | null = null): Promise<Glance> => {
  const tx = transactionOf(await context.open());
  const [active, settled, tallies] = await Promise.all([
    tx.objectStore('jobs').index('state').getAll('active'),
    lastSettled(tx, finished, find),
    tx.objectStore('tallies').getAll(),
  ]);
  return { jobs: viewsOf(context, [...active, ...settled.slice(0, finished)], tallies), more: settled.length > finished };
};
