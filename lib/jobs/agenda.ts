/** What is to be done when, and how much there is of it. */

import type { JobsContext } from './context';
import type { JobsDB } from './schema';

/** For the badge and for whoever must not be bothered when there is nothing to do. Counts of jobs. */
export interface Summary {
  active: number;
  /** Of those, waiting for the user's consent. */
  asking: number;
  /** Settled, with an event not yet delivered. */
  undelivered: number;
}

/** Milliseconds. While bytes move, an alarm this often finds a background that was killed without a word. */
const WATCH_INTERVAL = 60_000;

const firstKey = async (db: JobsDB, index: 'due' | 'kept'): Promise<number> => {
  const cursor = await db.transaction('jobs').store.index(index).openKeyCursor();
  return cursor ? cursor.key : Infinity;
};

const summarise = async (context: JobsContext): Promise<Summary> => {
  const db = await context.open();
  const active = await db.getAll('active');
  const jobs = await Promise.all(active.map((row) => db.get('jobs', row.job)));
  const asking = jobs.filter((job) => job?.phase.state === 'active' && job.phase.paused === 'consent').length;
  return { active: active.length, asking, undelivered: await db.countFromIndex('jobs', 'due') };
};

/** When to wake next, or null: nothing to do without a new call. */
const nextWake = async (context: JobsContext, running: boolean): Promise<number | null> => {
  const db = await context.open();
  const now = context.now();
  const first = Math.min(await firstKey(db, 'due'), await firstKey(db, 'kept'));
  // What is overdue is being done now; the alarm is for the case that we die of it.
  const wake = Math.min(first <= now ? now + WATCH_INTERVAL : first, running ? now + WATCH_INTERVAL : Infinity);
  return wake === Infinity ? null : wake;
};

export interface Planner {
  /** Sets the alarm and tells the summary anew; any number of calls in a row cost one or two. */
  plan(): void;
}

export const createPlanner = (
  context: JobsContext,
  { running, schedule, onChange }: { running: () => boolean; schedule: (at: number | null) => void; onChange?: (summary: Summary) => void },
): Planner => {
  let underWay = false;
  let again = false;
  const planOnce = async (): Promise<void> => {
    schedule(await nextWake(context, running()));
    onChange?.(await summarise(context));
  };
  const plan = (): void => {
    again = underWay;
    if (underWay) return;
    underWay = true;
    void planOnce()
      .catch((error: unknown) => context.onFault('plan', error))
      .then(() => {
        underWay = false;
        if (again) plan();
      });
  };
  return { plan };
};
