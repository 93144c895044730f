/** What the user may ask, from the extension's own pages. */

import type { JobKey } from '../protocol/background-fetch';
import type { JobView, UICalls } from '../protocol/ui';
import { WireException, type Handlers } from '../wire/wire';
import type { JobsContext } from './context';
import type { Supervisor } from './supervisor';
import { asJobKey, asObject } from './validate/shapes';
import { jobView } from './views';

/** Calls that concern jobs. */
export type UIJobCalls = Pick<UICalls, 'list' | 'cancel' | 'pause' | 'resume' | 'retry' | 'remove' | 'click'>;

const keyOf = (payload: unknown): JobKey => asJobKey(asObject(payload, 'payload')['job']);

const must = (done: boolean, what: string): null => {
  if (!done) throw new WireException('invalid-state', `cannot ${what} a background fetch in this state`);
  return null;
};

/** All jobs, the newest first. */
const listJobs = async ({ open, live }: JobsContext): Promise<JobView[]> => {
  const tx = (await open()).transaction(['jobs', 'tallies']);
  const [jobs, tallies] = await Promise.all([tx.objectStore('jobs').getAll(), tx.objectStore('tallies').getAll()]);
  const tallyOf = new Map(tallies.map((tally) => [tally.job, tally]));
  return jobs.map((job) => jobView(job, tallyOf.get(job.key), live.get(job.key))).toSorted((a, b) => b.createdAt - a.createdAt);
};

export const createUICalls = (context: JobsContext, supervisor: Supervisor): Handlers<UIJobCalls> => ({
  list: () => listJobs(context),
  /** A fetch that ended meanwhile is what the user wanted. */
  cancel: async (payload) => {
    await supervisor.abort(keyOf(payload));
    return null;
  },
  pause: async (payload) => must(await supervisor.pause(keyOf(payload), 'user'), 'pause'),
  resume: async (payload) => must(await supervisor.resume(keyOf(payload)), 'resume'),
  retry: async (payload) => {
    await supervisor.retry(keyOf(payload));
    return null;
  },
  remove: async (payload) => must(await supervisor.remove(keyOf(payload)), 'remove'),
  /** Answers at once: the site's handler may take minutes. */
  click: (payload) => {
    supervisor.click(keyOf(payload)).catch((error: unknown) => context.onFault('click', error));
    return null;
  },
});
