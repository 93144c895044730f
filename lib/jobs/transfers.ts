/** What the supervisor orders of the transfer Worker. All of it may be repeated, and is after any death. */

import type { JobKey } from '../protocol/background-fetch';
import type { TransferCalls } from '../protocol/transfer';
import type { Host } from '../platform/host';
import { WireException } from '../wire/wire';
import type { JobsContext } from './context';

/** Milliseconds to wait for the last segments of a stopped job: its event must not hang on a disk that hangs. */
const STOP_WITHIN = 10_000;

export interface Transfers {
  /** Jobs ordered to run and neither stopped nor ended since. */
  readonly running: ReadonlySet<JobKey>;
  run(job: JobKey): Promise<void>;
  /** Resolves when nothing of the job is written any more. */
  stop(job: JobKey): Promise<void>;
  retry(job: JobKey): Promise<void>;
  /** Files have gone: whatever waits for space tries again. */
  roomMade(): Promise<void>;
  seal(job: JobKey, index: number): Promise<void>;
  /** The job is new: no Worker can know of it. */
  created(job: JobKey): void;
  /** The job is no longer active: what the Worker still says of it is old. */
  ended(job: JobKey): void;
}

export const createTransfers = (context: JobsContext, host: Pick<Host, 'transfer'>): Transfers => {
  const running = new Set<JobKey>();
  /** Jobs the Worker is known to leave alone: ordering it to stop would only start it. */
  const idle = new Set<JobKey>();
  /** Jobs that this background has ordered to run, whatever became of them. */
  const ordered = new Set<JobKey>();
  /** What the Worker has from earlier backgrounds; null where it did not say. */
  let inherited: Promise<ReadonlySet<JobKey> | null> | null = null;

  const askForInherited = async (): Promise<ReadonlySet<JobKey> | null> => {
    try {
      return new Set(await (await host.transfer()).call('underWay', null));
    } catch {
      inherited = null;
      return null;
    }
  };

  const order = async <Name extends keyof TransferCalls>(name: Name, payload: TransferCalls[Name]['payload']): Promise<boolean> => {
    try {
      const worker = await host.transfer();
      await worker.call(name, payload as never);
      return true;
    } catch (error) {
      // Of a Worker that goes, `workerStarted` tells, and everything is ordered again.
      if (!(error instanceof WireException && error.code === 'disconnected')) context.onFault(`transfer ${name}`, error);
      return false;
    }
  };

  /** A start looks at every job that stands still: one question for all of them. */
  const halt = async (job: JobKey): Promise<boolean> => {
    const known = ordered.has(job) ? null : await (inherited ??= askForInherited());
    return (known !== null && !known.has(job)) || order('stop', { job });
  };

  return {
    running,
    async run(job) {
      idle.delete(job);
      ordered.add(job);
      running.add(job);
      await order('run', { job });
    },
    async stop(job) {
      running.delete(job);
      if (idle.has(job)) return;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const late = new Promise<false>((resolve) => (timer = setTimeout(resolve, STOP_WITHIN, false)));
      const stopped = await Promise.race([halt(job), late]);
      clearTimeout(timer);
      if (stopped) idle.add(job);
    },
    async retry(job) {
      if (running.has(job) || !ordered.has(job)) await order('retry', { job });
    },
    async roomMade() {
      if (running.size > 0) await order('roomMade', null);
    },
    async seal(job, index) {
      if (running.has(job)) await order('seal', { job, index });
    },
    created(job) {
      idle.add(job);
    },
    ended(job) {
      running.delete(job);
    },
  };
};
