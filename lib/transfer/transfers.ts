import type { JobKey } from '../protocol/background-fetch';
import type { TransferCalls } from '../protocol/transfer';
import type { Handlers } from '../wire/wire';
import type { Engine } from './engine';
import { runAJob, type JobRun } from './run-a-job';

/** Answers what is asked of the Worker. Every call may be repeated. */
export const createTransfers = (engine: Engine): Handlers<Omit<TransferCalls, 'icon'>> => {
  const runs = new Map<JobKey, { run: JobRun; stopping: boolean }>();

  const start = (job: JobKey): void => {
    const run = runAJob(job, engine);
    runs.set(job, { run, stopping: false });
    void run.ended.then(() => runs.delete(job));
  };

  return {
    run: async ({ job }) => {
      // Must not meet a run that still closes its files.
      while (runs.get(job)?.stopping) await runs.get(job)!.run.ended;
      // A background that has just started does not know whether room was made.
      if (runs.has(job)) runs.get(job)!.run.roomMade();
      else start(job);
      return null;
    },
    stop: async ({ job }) => {
      const under = runs.get(job);
      if (!under) return null;
      under.stopping = true;
      under.run.stop();
      await under.run.ended;
      return null;
    },
    retry: ({ job }) => {
      runs.get(job)?.run.skipWaits();
      return null;
    },
    roomMade: () => {
      for (const { run } of runs.values()) run.roomMade();
      return null;
    },
    seal: async ({ job, index }) => {
      await runs.get(job)?.run.seal(index);
      return null;
    },
    enter: ({ session }) => {
      engine.session = session;
      return null;
    },
    configure: ({ connections, connectionsPerHost, bytesPerSecond }) => {
      engine.slots.configure(connections, connectionsPerHost);
      engine.throttle.configure(bytesPerSecond);
      return null;
    },
    underWay: () => [...runs.keys()],
  };
};
