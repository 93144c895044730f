/** What is to be done when, and how much there is of it. */

import type { PauseReason } from '../protocol/ui';
import type { JobsContext } from './context';
import { pause } from '../wire/within';
import type { JobsDB } from './schema';

/** For the badge and for whoever must not be bothered when there is nothing to do. Counts of jobs. */
export interface Summary {
  active: number;
  /** Of those, waiting for the user's consent. */
  asking: number;
  /** Settled, with an event not yet delivered. */
  undelivered: number;
}

/** Milliseconds. While there is something to do, an alarm this often finds a background that was killed without a word. */
const WATCH_INTERVAL = 60_000;
/** While an event is under way: before a site's worker whose handler is through ends, 30 s after it, and with it its memory of the event. */
const EVENT_WATCH_INTERVAL = 20_000;
/** Between two looks at a connection that was metered: a background that sleeps is not told of another. */
const METERED_INTERVAL = 5 * 60_000;

/** Between two plans: in times of what the first one took, and at most that many milliseconds. */
const REST = 4;
const LONGEST_REST = 250;

const firstKey = async (db: JobsDB, index: 'due' | 'kept' | 'removed'): Promise<number> => {
  const cursor = await db.transaction('jobs').store.index(index).openKeyCursor();
  return cursor ? cursor.key : Infinity;
};

/** Of each active job, what holds it. In one request: with one each, a thousand jobs would keep every new one waiting. */
const pausesOfActive = async (db: JobsDB): Promise<(PauseReason | null)[]> =>
  (await db.getAllFromIndex('jobs', 'state', 'active')).map(({ phase }) => (phase.state === 'active' ? phase.paused : null));

/** When to wake next, or null: nothing to do without a new call. */
const nextWake = async (db: JobsDB, now: number, { delivering, owing, swept }: Work, pauses: (PauseReason | null)[]): Promise<number | null> => {
  const [due, kept, removed] = await Promise.all([firstKey(db, 'due'), firstKey(db, 'kept'), firstKey(db, 'removed')]);
  const wake = Math.min(
    // What is overdue is being done now; the alarm is for the case that we die of it. It must not keep what else there is from its time.
    due <= now ? now + WATCH_INTERVAL : due,
    // What has become due since the last sweep is not: its alarm stays where it is, and rings at once if that is past.
    ...[kept, removed].map((first) => (first <= swept ? now + WATCH_INTERVAL : first)),
    // Also of a job that nobody has ordered to run yet.
    pauses.includes(null) ? now + WATCH_INTERVAL : Infinity,
    owing ? now + WATCH_INTERVAL : Infinity,
    delivering ? now + EVENT_WATCH_INTERVAL : Infinity,
    pauses.includes('metered') ? now + METERED_INTERVAL : Infinity,
  );
  return wake === Infinity ? null : wake;
};

/** What is under way in this background. */
interface Work {
  delivering: boolean;
  /** A job's end is to be told once more. */
  owing: boolean;
  /** When the last sweep began (milliseconds since the epoch): what was due by then is gone, or in use. */
  swept: number;
}

export interface Planner {
  /** The alarm has rung: it rings again within a minute, and not sooner unless it is set anew. */
  rang(): void;
  /** Sets the alarm and tells the summary anew; any number of calls in a row cost one or two. */
  plan(): void;
  /**
   * While this work is done an alarm of the next minute stands, and stays until a plan has seen what came of it: with a background that dies meanwhile the work
   * is not left to whoever starts the next one by chance. Must begin before anything is written.
   */
  guarded<Result>(work: () => Promise<Result>): Promise<Result>;
}

export const createPlanner = (
  context: JobsContext,
  { work, schedule, onChange }: { work: () => Work; schedule: (at: number | null) => void; onChange?: (summary: Summary) => void },
): Planner => {
  let underWay = false;
  let again = false;
  /** The alarm that this background has set; it cannot know of an earlier one's. */
  let standing: number | null = null;
  /** Guarded work: under way, and begun so far. */
  let guarding = 0;
  let guards = 0;
  const set = (at: number | null): void => {
    standing = at;
    schedule(at);
  };
  const planOnce = async (): Promise<void> => {
    const begun = guards;
    const guarded = guarding > 0;
    const db = await context.open();
    const pauses = await pausesOfActive(db);
    const wake = await nextWake(db, context.now(), work(), pauses);
    // What was guarded meanwhile may not have been seen: it keeps its alarm, and another plan follows.
    const seen = !guarded && begun === guards;
    if (seen || standing === null || (wake !== null && wake < standing)) set(wake);
    const asking = pauses.filter((reason) => reason === 'consent').length;
    onChange?.({ active: pauses.length, asking, undelivered: await db.countFromIndex('jobs', 'due') });
  };
  const plan = (): void => {
    again = underWay;
    if (underWay) return;
    underWay = true;
    const began = Date.now();
    void planOnce()
      .catch((error: unknown) => context.onFault('plan', error))
      .then(async () => {
        // Whoever plans a thousand jobs at each new one keeps all others from the database.
        if (again) await pause(Math.min(REST * (Date.now() - began), LONGEST_REST));
        underWay = false;
        if (again) plan();
      });
  };
  return {
    rang() {
      standing = null;
    },
    plan,
    async guarded(work) {
      guards++;
      guarding++;
      const at = context.now() + WATCH_INTERVAL;
      if (standing === null || standing > at) set(at);
      try {
        return await work();
      } finally {
        guarding--;
        plan();
      }
    },
  };
};
