/**
 * Brings every job to its end. Knows nothing it could not read again: `look` reads a job's row and does what comes next, and whatever
 * happens only causes another look. So it may die between any two lines.
 */

import type { JobKey } from '../protocol/background-fetch';
import type { TransferPushes } from '../protocol/transfer';
import type { JobView } from '../protocol/ui';
import type { Host } from '../platform/host';
import { inBatches } from '../wire/in-batches';
import type { Listeners } from '../wire/wire';
import { createPlanner, type Summary } from './agenda';
import type { JobsContext } from './context';
import { createEnds, type Endings } from './ends';
import { createEventDelivery, type Deliver } from './event-delivery';
import { createLeave, type LeaveDeps } from './leave';
import { createIcons } from './icons';
import { createLooks } from './looks';
import type { Job } from './model';
import { createOccasions, type Occasions } from './occasions';
import { readEach } from './read-jobs';
import { createSpace } from './space';
import { isBeingSaved, isWished, removeFiles, removeLeftovers, sweep, type SweepDeps } from './sweep';
import { createTransfers } from './transfers';
import { abort, deliveryAttempted, forget, isComplete, keepOver, pause, resume, settle } from './transitions';
import { jobView, recordsAvailable, registrationProgress } from './views';
import { createWishes, type Wishes } from './wishes';

export interface SupervisorDeps extends LeaveDeps, Endings {
  host: Pick<Host, 'transfer' | 'keepAlive'>;
  deliver: Deliver;
  /** Whether the browser lets us act for the host of this URL. */
  hostAccess: (url: string) => Promise<boolean>;
  /** Sets the one alarm: call `tick` at that time (milliseconds since the epoch) and each minute from then on until it is set anew, or never. */
  schedule: (at: number | null) => void;
  /** Told after every change of a job's state. */
  onChange?: (summary: Summary) => void;
  /** Told when a job has left the list with all its data. */
  onForgotten?: (job: JobKey) => void;
}

export interface Supervisor extends Wishes, Occasions {
  /** To be called once, at every start of the background. */
  boot(): Promise<void>;
  /** To be called by the alarm. Early, late and double calls do no harm. */
  tick(): Promise<void>;
  /** Hears the Worker. */
  readonly transfers: Listeners<TransferPushes>;
  /** What is over is kept for another time than before. */
  keepForChanged(): Promise<void>;
  /** In this a job must be accepted: from then on it is ours, whether or not we live to hear of it. */
  accepting(accept: () => Promise<Job>): Promise<Job>;
  jobAccepted(job: JobKey): void;
  /** Title or icons of this row were changed. */
  uiUpdated(job: Job): void;
  /** True for the one call that ended it. */
  abort(job: JobKey): Promise<boolean>;
  /** Skips every wait of a running job. */
  retry(job: JobKey): Promise<void>;
  click(job: JobKey): Promise<void>;
  takeClick(job: JobKey): boolean;
  seal(job: JobKey, index: number): Promise<void>;
}

export const createSupervisor = (context: JobsContext, { host, deliver, hostAccess, schedule, onChange, onEnded, fulfil, onForgotten, ...leaveDeps }: SupervisorDeps): Supervisor => {
  const { open, live, changes, watchers, now, onFault } = context;
  const transfers = createTransfers(context, host);
  const events = createEventDelivery(context, deliver);
  const leave = createLeave(leaveDeps);
  const planner = createPlanner(context, {
    work: () => ({ delivering: events.busy, owing: ends.owing, swept }),
    schedule,
    ...(onChange && { onChange }),
  });
  const ends = createEnds(context, { ...(onEnded && { onEnded }), ...(fulfil && { fulfil }), plan: () => planner.plan() });
  const icons = createIcons(context, host, (key) => {
    keepAlive();
    changed(key);
  });
  let swept = -Infinity;
  /** Jobs whose event is to be tried before its time. */
  const hurried = new Set<JobKey>();

  const keepAlive = (): void => host.keepAlive(transfers.running.size > 0 || looks.busy || events.busy || icons.busy);

  /** A start looks at every active job: in one transaction, not in one each. */
  const read = inBatches(async (keys: JobKey[]) => readEach(await open(), keys));

  const view = async (key: JobKey): Promise<JobView | null> => {
    const found = await read(key);
    return found?.job.removeAt === null ? jobView(found.job, found.tally, live.get(key)) : null;
  };

  const changed = (key: JobKey): void => {
    watchers.tellUI(() => view(key));
    planner.plan();
  };

  /** The job settled: sites hear of it before its event is delivered. */
  const ended = (job: Job): void => {
    transfers.ended(job.key);
    live.delete(job.key);
    watchers.tellSites(registrationProgress(job));
    changes.tellJob(job.key);
    changed(job.key);
    void ends.tell(job);
  };

  const forgotten = (job: Job): void => {
    ends.forget(job.key);
    transfers.ended(job.key);
    live.delete(job.key);
    watchers.tellSites({ ...registrationProgress(job), recordsAvailable: false });
    watchers.tellRemoved(job.key);
    changes.tellJob(job.key);
    planner.plan();
    onForgotten?.(job.key);
  };

  const forgetWithFiles = async (key: JobKey): Promise<void> => {
    const job = await forget(await open(), key);
    if (job) forgotten(job);
    // A file that is open stays.
    if (job?.phase.state === 'active') await transfers.stop(key);
    await removeFiles(context, key);
    space.freed();
    keepAlive();
  };

  const deliverWhenDue = async (job: Job): Promise<void> => {
    const visited = hurried.delete(job.key);
    if (job.phase.state !== 'settled' || job.phase.delivery.state !== 'due') return;
    const { failureReason, delivery } = job.phase;
    // A worker that did not know the event has its second chance later, not with the next page of the same visit.
    if (delivery.notBefore > now() && !(visited && delivery.unheard === 0)) return;
    // Records cut off must be quiet before their site looks at them.
    if (failureReason === 'aborted' || failureReason === 'download-total-exceeded') await transfers.stop(job.key);
    const outcome = await events.deliverResult(job, failureReason);
    const after = await deliveryAttempted(await open(), job.key, outcome, await context.keepFor(), now());
    if (after === 'forget') {
      await forgetWithFiles(job.key);
    } else if (after && !recordsAvailable(after)) {
      watchers.tellSites(registrationProgress(after));
      changed(job.key);
      space.spared();
    } else if (after) {
      // It may be due again already.
      await deliverWhenDue(after);
    }
  };

  const lookOnce = async (key: JobKey): Promise<void> => {
    const found = await read(key);
    if (!found) return;
    const db = await open();
    const { job, tally } = found;
    if (job.phase.state !== 'active') return deliverWhenDue(job);
    // Only what may write makes others wait: a start looks at every active job.
    const settled = tally && isComplete(tally, job.recordCount) ? await settle(db, key, now()) : null;
    if (settled) {
      ended(settled);
      return deliverWhenDue(settled);
    }
    const given = await leave(job);
    switch (given.kind) {
      case 'run':
        icons.want(job);
        return transfers.run(key);
      case 'pause':
        return void (await apply(key, pause(db, key, 'metered')));
      case 'go-on':
        return void (await apply(key, resume(db, key, given.reason)));
      case 'abort':
        return void (await endByAbort(key));
      case 'stay':
        await transfers.stop(key);
        // What lies in the rows now is all there is.
        live.delete(key);
        watchers.tellUI(() => view(key));
    }
  };

  const looks = createLooks(
    (key) => planner.guarded(() => lookOnce(key)).catch((error: unknown) => onFault('look', error)),
    () => {
      keepAlive();
      planner.plan();
    },
  );

  const hurry = (key: JobKey): void => {
    hurried.add(key);
    void looks.look(key);
  };

  const lookAtAll = (keys: JobKey[]): void => {
    for (const key of keys) void looks.look(key);
  };

  const dueKeys = async (): Promise<JobKey[]> => (await open()).getAllKeysFromIndex('jobs', 'due', IDBKeyRange.upperBound(now()));
  const activeKeys = async (): Promise<JobKey[]> => (await (await open()).getAll('active')).map((row) => row.job);

  const isInUse = async (key: JobKey): Promise<boolean> => {
    if (events.isDelivering(key)) return true;
    // In this order: a wish is told as done only after what it leads to is written.
    return (await isWished(await open(), key, await context.keepFor(), now())) || isBeingSaved(await open(), key);
  };
  const sweepDeps: SweepDeps = { forgotten, bare: (key) => watchers.tellUI(() => view(key)), isInUse };
  const space = createSpace(context, { roomMade: () => transfers.roomMade(), ...sweepDeps });
  const sweepNow = async (): Promise<void> => {
    swept = now();
    await sweep(context, sweepDeps);
    space.freed();
  };

  const endByAbort = async (key: JobKey): Promise<boolean> => {
    const job = await planner.guarded(async () => abort(await open(), key, live.get(key) ?? null, now()));
    if (!job) return false;
    ended(job);
    void looks.look(key);
    return true;
  };

  /** A transition that another look follows. */
  const apply = async (key: JobKey, transition: Promise<Job | null>): Promise<boolean> => {
    if (!(await planner.guarded(() => transition))) return false;
    changed(key);
    void looks.look(key);
    return true;
  };

  return {
    async boot() {
      // What ends from now on is told by us anyway.
      await ends.tellAgain();
      lookAtAll(await activeKeys());
      lookAtAll(await dueKeys());
      await sweepNow();
      await removeLeftovers(context);
      space.freed();
      planner.plan();
    },
    async tick() {
      planner.rang();
      await planner.guarded(async () => {
        lookAtAll(await activeKeys());
        lookAtAll(await dueKeys());
        await ends.tellAgain();
        await sweepNow();
      });
    },
    transfers: {
      progress({ job, ...said }) {
        // What a Worker says of a job that has ended meanwhile comes too late.
        if (!transfers.running.has(job)) return;
        space.heard(job, said.waiting);
        live.set(job, said);
        const { downloaded, uploaded } = said;
        watchers.tellSites({ job, downloaded, uploaded, result: '', failureReason: '', recordsAvailable: true });
        watchers.tellUI(() => view(job));
        changes.tellBytes(job);
      },
      recordChanged({ job, index }) {
        changes.tellRecord(job, index);
      },
      finished({ job }) {
        void looks.look(job);
      },
    },
    async keepForChanged() {
      await keepOver(await open(), await context.keepFor());
      await sweepNow();
      planner.plan();
    },
    accepting: (accept) => planner.guarded(accept),
    jobAccepted(key) {
      transfers.created(key);
      changed(key);
      void looks.look(key);
    },
    uiUpdated(job) {
      icons.want(job);
      keepAlive();
      changed(job.key);
    },
    abort: endByAbort,
    ...createOccasions(context, { transfers, look: (key) => looks.look(key), hurry, forgetWithFiles, hostAccess }),
    ...createWishes(context, { apply, isHeldByConnection: leaveDeps.isHeldByConnection }),
    retry: (key) => transfers.retry(key),
    async click(key) {
      const job = await (await open()).get('jobs', key);
      if (!job) return;
      const delivered = events.deliverClick(job);
      keepAlive();
      await delivered;
      keepAlive();
    },
    takeClick: (key) => events.takeClick(key),
    seal: (key, index) => transfers.seal(key, index),
  };
};
