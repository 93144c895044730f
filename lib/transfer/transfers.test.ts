import { expect, test } from 'vitest';
import { createTeller } from './teller';
import { testClock } from './clock.mocks';
import { answer, fileServer, JOB, testEngine } from './engine.mocks';
import { createTransfers } from './transfers';

const hanging = () => {
  const { file, serve } = fileServer(300);
  return testEngine({ serve: (asked, count) => (count === 1 ? answer(200, [['etag', '"v1"']], [file.slice(0, 100), 'hang'], asked.signal) : serve(asked, count)) });
};

test('a job run twice is under way once', async () => {
  const engine = hanging();
  const transfers = createTransfers(engine);
  await transfers.run({ job: JOB });
  await transfers.run({ job: JOB });
  await engine.clock.advance(100);
  expect(engine.asked).toHaveLength(1);
  expect(await transfers.underWay(null)).toEqual([JOB]);
  await transfers.stop({ job: JOB });
  expect(await transfers.underWay(null)).toEqual([]);
});

test('a run asked for while the job stops begins when it has stopped, with all that was sealed', async () => {
  const engine = hanging();
  const transfers = createTransfers(engine);
  await transfers.run({ job: JOB });
  await engine.clock.advance(100);
  const stopped = transfers.stop({ job: JOB });
  const stoppedAgain = transfers.stop({ job: JOB });
  await transfers.run({ job: JOB });
  await stopped;
  await stoppedAgain;
  await engine.clock.advance(100);
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 100]);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(await transfers.underWay(null)).toEqual([]);
});

test('what is asked of a job not under way is no error', async () => {
  const transfers = createTransfers(hanging());
  for (const call of ['stop', 'retry'] as const) expect(await transfers[call]({ job: 'unknown' })).toBeNull();
  expect(await transfers.seal({ job: 'unknown', index: 0 })).toBeNull();
});

test('a stop does not wait for a fetch that answers nobody', async () => {
  const engine = testEngine({ serve: () => new Promise(() => {}) });
  const transfers = createTransfers(engine);
  await transfers.run({ job: JOB });
  await engine.clock.advance(100);
  await transfers.stop({ job: JOB });
  expect(engine.journal.rows[0]!.result).toBe('');
});

test('pushes come at once after silence, then at most four times a second, the last state always', async () => {
  const clock = testClock();
  const pushes: [string, number][] = [];
  let downloaded = 0;
  const push = (name: string): void => void pushes.push([name, downloaded]);
  const teller = createTeller(JOB, push, () => ({ downloaded, uploaded: 0, waiting: null }), clock, 250);
  for (let i = 0; i < 100; i++) {
    downloaded++;
    teller.progress();
    await clock.advance(10);
  }
  await clock.advance(1000);
  expect(pushes).toEqual([['progress', 1], ['progress', 25], ['progress', 50], ['progress', 75], ['progress', 100]]);
  teller.recordChanged(3);
  teller.recordChanged(3);
  expect(pushes.at(-1)![0]).toBe('recordChanged');
  expect(pushes).toHaveLength(6);
  teller.flush();
  expect(pushes.slice(6)).toEqual([['recordChanged', 100]]);
  expect(clock.pending).toBe(0);
});
