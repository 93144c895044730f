import { expect, test } from 'vitest';
import { answer, fileServer, JOB, mapJournal, newRow, request, runToItsEnd, testEngine, type Serve, type TestEngine } from './engine.mocks';
import type { Limits } from './limits';
import { runAJob } from './run-a-job';
import { parseSegmentName } from './segments/paths';
import { OutOfSpace, type JobFolder } from './segments/segment-store';
import { memorySegmentStore } from './segments/segment-store.mocks';

const LENGTH = 40_000;
/** Forty parts; a chunk of 100 bytes a turn from every connection. */
const limits: Partial<Limits> = { readSize: 100, segmentSize: 2_000, splitLeast: 8_000, partLeast: 1_000, partMost: 1_000, paceTime: 10 };

const complete = (engine: TestEngine): Promise<void> => runToItsEnd(engine, 10);

/** A job stopped as it asks for its eighth piece, when some parts lie ahead. */
const stoppedHalfWay = async (serve: Serve): Promise<TestEngine> => {
  const engine = testEngine({
    limits,
    serve: (asked, count) => {
      if (count === 8) run.stop();
      return serve(asked, count);
    },
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(100);
  await run.ended;
  return engine;
};

/** Bytes that the server was asked for, whoever read them. */
const served = (engine: TestEngine, length = LENGTH): number =>
  engine.asked.reduce((sum, { range }) => sum + (range === undefined ? 0 : Math.min(length, (range.end ?? Infinity) + 1) - range.start), 0);

const expectWhole = (engine: TestEngine, file: Uint8Array<ArrayBuffer>): void => {
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 0, response: { status: 200 } });
  expect(engine.journal.rows[0]).not.toHaveProperty('ahead');
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: file.byteLength });
  expect(engine.faults).toEqual([]);
};

test('a large body comes over several connections, and looks as if it had come over one', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = testEngine({ serve, limits });
  await complete(engine);
  expectWhole(engine, file);
  const parts = engine.asked.slice(1).map(({ range }) => range!);
  expect(parts.length).toBeGreaterThan(10);
  expect(parts.every(({ start, end, ifRange }) => end === start + 999 && ifRange === '"v1"')).toBe(true);
  // Nothing is asked for twice, but for what the first connection is cut off from.
  expect(new Set(parts.map(({ start }) => start)).size).toBe(parts.length);
  expect(served(engine)).toBeLessThan(LENGTH);
});

test('a part that finds no room takes nothing along: what lies ahead is joined, and the rest is asked for', async () => {
  const { file, serve } = fileServer(LENGTH);
  const store = memorySegmentStore();
  let full = true;
  const open = async (job: string): Promise<JobFolder> => {
    const folder = await store.open(job);
    return {
      ...folder,
      create: async (name) => {
        const segment = await folder.create(name);
        const write = (bytes: Uint8Array<ArrayBuffer>): void => {
          if (full && parseSegmentName(name)!.start! > LENGTH / 2 && segment.size === 500) {
            full = false;
            throw new OutOfSpace();
          }
          segment.write(bytes);
        };
        return { ...segment, write, get size() { return segment.size; } };
      },
    };
  };
  const engine = testEngine({ serve, limits: { ...limits, probe: 10 }, store: { ...store, open } });
  await complete(engine);
  expect(full).toBe(false);
  expect(engine.asked.filter(({ range }) => range !== undefined && range.end !== undefined && range.end < range.start)).toEqual([]);
  expect(engine.asked.filter(({ range }) => range === undefined)).toHaveLength(1);
  expectWhole(engine, file);
});

test('no more connections than the host’s limit', async () => {
  for (const connectionsPerHost of [1, 3]) {
    let open = 0;
    let most = 0;
    const { file, serve } = fileServer(LENGTH);
    const engine = testEngine({
      limits: { ...limits, connectionsPerHost },
      serve: (asked, count) => {
        most = Math.max(most, ++open);
        asked.signal.addEventListener('abort', () => open--);
        return serve(asked, count);
      },
    });
    await complete(engine);
    expectWhole(engine, file);
    expect(most).toBe(connectionsPerHost);
  }
});

test.each<[string, (serve: Serve) => Serve]>([
  ['answers with the whole', (serve) => ({ signal }, count) => serve({ request: request(), range: undefined, ifRange: null, signal }, count)],
  ['refuses', () => ({ signal }) => answer(503, [['retry-after', '1']], [], signal)],
  ['has another version', () => (asked, count) => fileServer(LENGTH, [], '"v2"').serve({ ...asked, range: { ...asked.range!, ifRange: null } }, count)],
])('a server that %s when asked for a part is asked for no other', async (_what, changed) => {
  const { file, serve } = fileServer(LENGTH);
  const engine = testEngine({ serve: (asked, count) => (asked.range === undefined ? serve : changed(serve))(asked, count), limits });
  await complete(engine);
  expectWhole(engine, file);
  expect(engine.asked).toHaveLength(2);
  expect([...engine.unsplit]).toEqual(['example.org']);
});

test.each<[string, Serve]>([
  ['without Accept-Ranges', ({ signal }) => answer(200, [['etag', '"v1"'], ['content-length', String(LENGTH)]], chunks(LENGTH), signal)],
  ['with a weak tag', ({ signal }) => answer(200, [['etag', 'W/"v1"'], ['accept-ranges', 'bytes'], ['content-length', String(LENGTH)]], chunks(LENGTH), signal)],
  ['of unknown length', ({ signal }) => answer(200, [['etag', '"v1"'], ['accept-ranges', 'bytes']], chunks(LENGTH), signal)],
])('a body %s comes over one connection', async (_what, serve) => {
  const engine = testEngine({ serve, limits });
  await complete(engine);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.asked).toHaveLength(1);
});

const chunks = (length: number): Uint8Array<ArrayBuffer>[] => Array.from({ length: length / 100 }, () => new Uint8Array(100));

test('connections are added only while they better the pace', async () => {
  // However many there are, the line carries one chunk a turn.
  let turn: Promise<void> = Promise.resolve();
  const inTurn = (): Promise<void> => (turn = turn.then(() => new Promise((resolve) => setImmediate(resolve))));
  const { file, serve } = fileServer(LENGTH);
  const engine = testEngine({
    limits,
    serve: async (asked, count) => {
      const fetched = await serve(asked, count);
      const narrow = new TransformStream({ transform: async (chunk, controller) => (await inTurn(), controller.enqueue(chunk)) });
      return { ...fetched, body: fetched.body!.pipeThrough(narrow) };
    },
  });
  let most = 0;
  const run = runAJob(JOB, engine);
  let over = false;
  void run.ended.then(() => (over = true));
  for (let i = 0; i < 500 && !over; i++) {
    await engine.clock.advance(10);
    most = Math.max(most, engine.asked.filter(({ signal }) => !signal.aborted).length);
  }
  expectWhole(engine, file);
  expect(most).toBeLessThan(4);
});

test('a part that breaks off keeps its bytes, and the gap is filled', async () => {
  const { file, serve } = fileServer(LENGTH, [Infinity, 300, Infinity, 700]);
  const engine = testEngine({ serve, limits });
  await complete(engine);
  expectWhole(engine, file);
  expect(served(engine)).toBeLessThan(LENGTH + 2_000);
});

test('a job that is stopped goes on with what lay ahead, fetching only what is missing', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = await stoppedHalfWay(serve);
  const [row] = engine.journal.rows;
  expect(row!.ahead!.length).toBeGreaterThan(1);
  const stored = (await engine.journal.totals(JOB)).downloaded;
  expect(stored).toBeLessThan(LENGTH);

  const again = testEngine({ journal: engine.journal, store: engine.store, serve, limits });
  await complete(again);
  expectWhole(again, file);
  expect(again.asked[0]!.range).toMatchObject({ end: row!.ahead![0]!.start - 1 });
  // The first request of each gap may run into the part that another connection has fetched meanwhile.
  expect(served(again)).toBeLessThan(2 * (LENGTH - stored));
});

test('what lies ahead and is not on the disk is fetched again', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = await stoppedHalfWay(serve);
  const lost = engine.journal.rows[0]!.ahead!.at(-1)!.segments[0]!.name;
  engine.store.files.get(JOB)!.delete(lost);
  const again = testEngine({ journal: engine.journal, store: engine.store, serve, limits });
  await complete(again);
  expectWhole(again, file);
});

test('a resource that changed while the job stood still is started anew, and nothing that lay ahead is left', async () => {
  const engine = await stoppedHalfWay(fileServer(LENGTH, [], '"old"').serve);
  const changed = fileServer(LENGTH - 100, [], '"new"');
  const again = testEngine({ journal: engine.journal, store: engine.store, serve: changed.serve, limits });
  await complete(again);
  expect(again.journal.rows[0]).toMatchObject({ result: 'success', generation: 1 });
  expect(again.bytes(0)).toEqual(changed.file);
  expect([...engine.store.files.get(JOB)!.keys()].every((name) => name.startsWith('0-1-'))).toBe(true);
});

test('a download total that the parts exceed ends the job', async () => {
  const engine = testEngine({ journal: mapJournal([newRow(0)], 30_000), store: memorySegmentStore(), serve: fileServer(LENGTH).serve, limits });
  await complete(engine);
  expect(engine.journal.rows[0]!.result).toBe('download-total-exceeded');
});
