import type { JobKey } from '../protocol/background-fetch';
import { createAccount } from './account';
import { completeRecords } from './complete-records';
import type { Engine } from './engine';
import { JobGone, type RecordWriter } from './record-writer';
import { OutOfSpace } from './segments/segment-store';
import { createTeller } from './teller';
import { createWaits } from './waits';

/** A job under way. */
export interface JobRun {
  /** Never rejects. No file is open and nothing will be written any more. */
  readonly ended: Promise<void>;
  /** Brings the run to its end, with every byte received sealed and journalled. */
  stop(): void;
  skipWaits(): void;
  /** Files may have gone: whatever waits for space tries again. */
  roomMade(): void;
  /** Makes all bytes received so far of a record readable. */
  seal(index: number): Promise<void>;
}

export const runAJob = (key: JobKey, engine: Engine): JobRun => {
  const { journal, clock, network, limits, push } = engine;
  const stopping = new AbortController();
  const writers = new Map<number, RecordWriter>();
  let account = createAccount({ downloaded: 0, uploaded: 0 }, 0, () => {});
  const state = () => ({
    downloaded: account.downloaded,
    uploaded: account.uploaded,
    // A job waits when nothing of it moves.
    waiting: waits.count >= writers.size ? waits.current : null,
  });
  const teller = createTeller(key, push, state, clock, limits.pushInterval);
  const waits = createWaits(clock, network, limits, teller.progress);

  /** One go at what the journal says is left; false when the job is gone. */
  const go = async (): Promise<boolean> => {
    const job = await journal.job(key);
    if (job === null) return false;
    account = createAccount(await journal.totals(key), job.downloadTotal, teller.progress);
    await completeRecords({ engine, job, account, waits, teller, writers, signal: stopping.signal });
    return true;
  };

  /** The first time, bytes need not wait for it. */
  const keepReserve = (): Promise<void> =>
    engine.store.keepReserve().catch((error: unknown) => {
      if (!(error instanceof OutOfSpace)) engine.onFault(error);
    });

  const run = async (): Promise<void> => {
    void keepReserve();
    for (let delay = limits.firstDelay; ; delay = Math.min(2 * delay, limits.greatestDelay)) {
      let full = false;
      const mark = waits.mark();
      try {
        const finished = await go();
        teller.flush();
        if (finished) push('finished', { job: key });
        return;
      } catch (error) {
        if (stopping.signal.aborted || error instanceof JobGone) return;
        full = error instanceof OutOfSpace;
        if (!full) engine.onFault(error);
      }
      // A fault of ours or of the storage below: go on from what is stored, and not at once.
      await waits.wait(full ? { for: 'space' } : { for: 'retry', until: clock.now() + delay, asked: false }, stopping.signal, mark).catch(() => {});
      if (stopping.signal.aborted) return;
    }
  };

  return {
    ended: run().finally(teller.flush),
    stop: () => stopping.abort(new Error('stopped')),
    skipWaits: waits.skipAll,
    roomMade: waits.roomMade,
    seal: async (index) => {
      try {
        await writers.get(index)?.sealForReader();
      } catch (error) {
        if (!(error instanceof JobGone)) throw error;
      }
    },
  };
};
