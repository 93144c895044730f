import { expect, test } from 'vitest';
import { fileServer, JOB, mapJournal, newRow, runToItsEnd, testEngine, type Asked, type Serve, type TestEngine } from './engine.mocks';
import type { Limits } from './limits';
import { runAJob } from './run-a-job';
import { parseSegmentName } from './segments/paths';
import { OutOfSpace } from './segments/segment-store';
import { memorySegmentStore } from './segments/segment-store.mocks';
import { sizeOf } from './segments/span';

const LENGTH = 20_000;
/** Time stands still while bytes come: any of them come too fast. */
const limits: Partial<Limits> = { readSize: 100, segmentSize: 700, readAhead: 1_000, firstOutrunLook: 500, outrunLook: 500, splitLeast: 4_000, stretchMost: 6_000 };

const start = (serve: Serve, given: Partial<Parameters<typeof testEngine>[0]> = {}): TestEngine => testEngine({ serve, second: true, ...given, limits: { ...limits, ...given.limits } });

const complete = (engine: TestEngine): Promise<void> => runToItsEnd(engine, 100_000);

const expectWhole = (engine: TestEngine, file: Uint8Array<ArrayBuffer>): void => {
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 0, response: { status: 200 } });
  expect(engine.journal.rows[0]).not.toHaveProperty('ahead');
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: file.byteLength });
  expect(engine.faults).toEqual([]);
  expect(engine.store.openFiles.size).toBe(0);
};

const rangesOf = (engine: TestEngine): { start: number; end: number }[] => engine.asked.flatMap(({ range }) => (range === undefined ? [] : { start: range.start, end: range.end! + 1 }));

/** Whether a range of this start is one that the second Worker asks for, the first time. */
const isOfStretch = ({ range }: Asked): boolean => range !== undefined && range.start >= 6_500 && range.start < 12_500;

test('a second Worker fetches the second half of each stretch, and nothing is asked for twice', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start(serve);
  await complete(engine);
  expectWhole(engine, file);
  const ranges = rangesOf(engine);
  // Both ask for their first part before either has its second; the rest, of 7,500, is shared again.
  expect(ranges.slice(0, 2).map(({ start }) => start)).toEqual([500, 6_500]);
  expect(ranges.some(({ start }) => start === 16_250)).toBe(true);
  expect(ranges.reduce((sum, { start, end }) => sum + end - start, 0)).toBe(LENGTH - 500);
  // No file of one could ever be taken for one of the other.
  const numbers = engine.journal.rows[0]!.segments.map(({ name }) => parseSegmentName(name)!.n);
  expect(new Set(numbers).size).toBe(numbers.length);
});

test.each<[what: string, more: Partial<Limits>]>([
  ['there is not much to come', { splitLeast: LENGTH }],
  ['there is one connection to a host', { connectionsPerHost: 1 }],
])('where %s, one Worker does it', async (_what, more) => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start(serve, { limits: more });
  await complete(engine);
  expectWhole(engine, file);
  const starts = rangesOf(engine).map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});

test('a second Worker that is done first costs no further request', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start(async (asked, count) => {
    const isOfFirst = asked.range !== undefined && asked.range.start < 6_500;
    for (let turn = 0; isOfFirst && turn < 40; turn++) await new Promise((resolve) => setImmediate(resolve));
    return serve(asked, count);
  });
  // In small steps: nothing here may seem to take too long.
  await runToItsEnd(engine, 1_000);
  expectWhole(engine, file);
  expect(engine.asked.slice(1).map(({ range }) => range?.end)).not.toContain(undefined);
  expect(rangesOf(engine).reduce((sum, { start, end }) => sum + end - start, 0)).toBe(LENGTH - 500);
});

test('what the second Worker could not bring to the disk is fetched again by the first', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start(serve);
  let lost = 0;
  engine.store.flush = async (name) => {
    const size = engine.store.files.get(JOB)!.get(name)!.byteLength;
    if (lost > 0 || parseSegmentName(name)!.start! + size !== 12_500) return;
    lost = size;
    throw new OutOfSpace();
  };
  await complete(engine);
  expectWhole(engine, file);
  expect(lost).toBeGreaterThan(0);
  expect(rangesOf(engine).some(({ start }) => start === 12_500 - lost)).toBe(true);
});

test('with two connections to a host each Worker has one', async () => {
  const { file, serve } = fileServer(LENGTH);
  let open = 0;
  let most = 0;
  const engine = start(
    (asked, count) => {
      if (count > 1) {
        most = Math.max(most, ++open);
        asked.signal.addEventListener('abort', () => open--);
      }
      return serve(asked, count);
    },
    { limits: { connectionsPerHost: 2 } },
  );
  await complete(engine);
  expectWhole(engine, file);
  expect(rangesOf(engine)[1]!.start).toBe(6_500);
  expect(most).toBe(2);
});

test('where no second Worker starts, or it fails at once, the first does it', async () => {
  const { file, serve } = fileServer(LENGTH);
  for (const beginStretch of [() => null, () => ({ ended: Promise.resolve('failed' as const), stop: () => {} })]) {
    const engine = start(serve);
    engine.beginStretch = beginStretch;
    await complete(engine);
    expectWhole(engine, file);
  }
});

test('a stretch that breaks off is gone on with from where it did', async () => {
  const { file, serve } = fileServer(LENGTH);
  const { serve: dropped } = fileServer(LENGTH, [300]);
  let drops = 0;
  const engine = start((asked, count) => (isOfStretch(asked) && asked.range!.start === 7_500 && drops++ === 0 ? dropped(asked, 1) : serve(asked, count)));
  await complete(engine);
  expectWhole(engine, file);
  expect(rangesOf(engine).some(({ start }) => start === 7_800)).toBe(true);
});

test('a server that does not answer the second Worker as asked is not asked for parts again', async () => {
  const { file, serve } = fileServer(LENGTH);
  let lies = 0;
  const engine = start((asked, count) => serve(isOfStretch(asked) && lies++ < 2 ? { ...asked, range: { ...asked.range!, start: asked.range!.start + 1 } } : asked, count));
  await complete(engine);
  expect(engine.bytes(0)).toEqual(file);
  expect([...engine.unsplit]).toEqual(['example.org']);
});

test('a job that is stopped has what both have, and goes on with that', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start((asked, count) => {
    if (count === 6) run.stop();
    return serve(asked, count);
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1_000);
  await run.ended;
  expect(engine.store.openFiles.size).toBe(0);
  const row = engine.journal.rows[0]!;
  const had = [{ start: 0, segments: row.segments }, ...row.ahead!].map(({ start, segments }) => ({ start, end: start + sizeOf(segments) }));
  expect(had).toEqual([{ start: 0, end: expect.any(Number) }, { start: 6_500, end: expect.any(Number) }]);
  expect(had.every(({ start, end }) => end - start > 500)).toBe(true);

  const next = start(serve, { journal: engine.journal, store: engine.store });
  await complete(next);
  expectWhole(next, file);
  const twice = rangesOf(next).filter((range) => had.some(({ start, end }) => range.start < end && range.end > start));
  expect(twice).toEqual([]);
});

/** Begins so many stretches, of which nothing ever comes; returns how many of them were stopped. */
const muteStretches = (engine: TestEngine, count = Infinity): (() => number) => {
  let stops = 0;
  engine.beginStretch = () => {
    if (count-- <= 0) return null;
    const { promise, resolve } = Promise.withResolvers<'failed'>();
    const stop = (): void => {
      stops++;
      resolve('failed');
    };
    return { ended: promise, stop };
  };
  return () => stops;
};

test('a connection of the first that breaks off is made again at once, without the second', async () => {
  const { file, serve } = fileServer(LENGTH, [LENGTH, 300]);
  const engine = start(serve, { limits: { stretchSilence: 1e12 } });
  const stops = muteStretches(engine, 1);
  await complete(engine);
  expectWhole(engine, file);
  expect(stops()).toBe(1);
});

test('a job is stopped at once, also when only the second Worker has something to do', async () => {
  const { serve } = fileServer(LENGTH);
  const engine = start(serve);
  const stops = muteStretches(engine);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1_000);
  expect(rangesOf(engine).at(-1)!.end).toBe(6_500);
  run.stop();
  await run.ended;
  expect(stops()).toBe(1);
});

test('a limit on the pace ends the stretch', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start((asked, count) => {
    if (count === 5) engine.throttle.configure(1_000_000);
    return serve(asked, count);
  });
  await complete(engine);
  expectWhole(engine, file);
  // It had begun its second part at most; from then on everything comes in order.
  const starts = rangesOf(engine).slice(6).map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((a, b) => a - b));
});

test('a second Worker that falls silent is told to stop, and the first goes on', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = start(serve);
  const stops = muteStretches(engine);
  await complete(engine);
  expectWhole(engine, file);
  expect(stops()).toBeGreaterThan(0);
});

test('a full disk is waited out with what both have', async () => {
  const { file, serve } = fileServer(LENGTH);
  const store = memorySegmentStore(4_000);
  const engine = start(serve, { store });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1_000);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ waiting: { for: 'space' } });
  expect(engine.journal.rows[0]!.ahead).toHaveLength(1);
  store.room = Infinity;
  run.roomMade();
  await run.ended;
  expectWhole(engine, file);
});

test('bytes of the second Worker count towards the download total', async () => {
  const { serve } = fileServer(LENGTH);
  const engine = start(serve, { journal: mapJournal([newRow(0)], 8_000) });
  const run = runAJob(JOB, engine);
  for (let i = 0; i < 20; i++) await engine.clock.advance(1_000);
  await run.ended;
  expect(engine.pushes.at(-1)).toMatchObject({ name: 'finished' });
  expect(engine.journal.rows[0]!.result).not.toBe('success');
  expect(engine.store.openFiles.size).toBe(0);
});
