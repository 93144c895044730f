import { expect } from 'vitest';
import type { TestEngine } from './engine.mocks';
import type { JobRun } from './run-a-job';
import type { MemorySegmentStore } from './segments/segment-store.mocks';

/** Makes it a disk that takes no file, of those asked for, before it is told to; by what is returned. */
export const slowDisk = (store: MemorySegmentStore, slow: (name: string) => boolean = () => true): (() => void)[] => {
  const waiting: (() => void)[] = [];
  store.flush = (name) => (slow(name) ? new Promise<void>((resolve) => waiting.push(resolve)) : Promise.resolve());
  return waiting;
};

/** The run is over when the disk has taken the one file that waits for it, and not before. */
export const expectToWaitForOne = async (run: JobRun, waiting: (() => void)[], engine: TestEngine): Promise<void> => {
  let over = false;
  void run.ended.then(() => (over = true));
  await engine.clock.advance(0);
  expect([waiting.length, over]).toEqual([1, false]);
  engine.store.flush = async () => {};
  waiting[0]!();
  await run.ended;
};
