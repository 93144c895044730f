/** Small bodies share files (segments/shelf.ts). */

import { expect, test } from 'vitest';
import { answer, fileServer, JOB, newRow, request, runToItsEnd, testEngine, type Serve, type TestEngine } from './engine.mocks';
import { expectToWaitForOne, slowDisk } from './disk.mocks';
import { runAJob } from './run-a-job';
import { memorySegmentStore } from './segments/segment-store.mocks';

const limits = { readSize: 100, segmentSize: 250, shelfSize: 600 };

const complete = (engine: TestEngine): Promise<void> => runToItsEnd(engine, 60_000);

/** A disk that takes as long for a file as the other bodies do to end. */
const letOthersEnd = ({ store }: TestEngine): void => {
  store.flush = async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
};

const files = ({ store }: TestEngine): string[] => [...store.files.get(JOB)!.keys()].toSorted();

test.each<[what: string, length: number, more: Partial<TestEngine['limits']>, places: string[]]>([
  ['a small body lies there', 600, {}, ['shelf']],
  ['a tiny one lies in its row', 8, {}, ['bytes']],
  ['one that proves larger does not', 601, {}, ['file']],
  ['nor one that comes slowly', 600, { holdTime: 0 }, ['file', 'file']],
  ['nor one for which no memory is left', 600, { shelfMost: 0 }, ['file', 'file']],
])('%s', async (_what, length, more, places) => {
  const { file, serve } = fileServer(length);
  const engine = testEngine({ serve, limits: { ...limits, ...more } });
  await complete(engine);
  expect(engine.places(0)).toEqual(places);
  expect(engine.bytes(0)).toEqual(file);
});

test('bodies that end while one is brought to the disk share the next file, and no row names what is not there', async () => {
  const bodies = [300, 200, 500].map((length) => fileServer(length));
  const rows = bodies.map((_, index) => newRow(index, request(`https://example.org/${index}`)));
  const engine = testEngine({ rows, serve: (asked) => bodies[Number(asked.request.url.at(-1))]!.serve(asked, 1), limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  const named = () => engine.journal.rows.map(({ segments }) => segments.length);
  expect([named(), waiting.length]).toEqual([[0, 0, 0], 1]);
  waiting[0]!();
  await engine.clock.advance(0);
  expect([named(), waiting.length]).toEqual([[0, 1, 0], 2]);
  waiting[1]!();
  await run.ended;
  expect(engine.journal.rows.map(({ result }) => result)).toEqual(['success', 'success', 'success']);
  for (const [index, { file }] of bodies.entries()) expect(engine.bytes(index)).toEqual(file);
  expect(files(engine)).toEqual(['shelf-0-run', 'shelf-1-run']);
});

test('what comes while the bytes before it are brought to the disk, for somebody who reads along, goes on behind them', async () => {
  const { file } = fileServer(500);
  let line!: ReadableByteStreamController;
  const body = new ReadableStream({ type: 'bytes', start: (controller) => void (line = controller) }) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const serve: Serve = ({ signal }) => ({ ...answer(200, [['etag', '"v1"']], [], signal), body });
  const engine = testEngine({ serve, limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  line.enqueue(file.slice(0, 200));
  await engine.clock.advance(0);
  const sealed = run.seal(0);
  await engine.clock.advance(0);
  expect(waiting).toHaveLength(1);
  line.enqueue(file.slice(200));
  line.close();
  line.byobRequest?.respond(0);
  await engine.clock.advance(0);
  engine.store.flush = async () => {};
  waiting[0]!();
  await sealed;
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.places(0)).toEqual(['shelf', 'file']);
});

test('on a full disk a body waits for room, and nothing of it is asked for again', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({ store: memorySegmentStore(250), serve, limits });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(engine.limits.pushInterval);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: 300, waiting: { for: 'space' } });
  expect(files(engine)).toEqual([]);
  engine.store.room = Infinity;
  await engine.clock.advance(engine.limits.probe);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.faults).toEqual([]);
  expect(engine.asked).toHaveLength(1);
});

test('without room the answer to an upload fails, and no other record of the job', async () => {
  const rows = [newRow(0), newRow(1, request(undefined, { method: 'POST' }))];
  const engine = testEngine({ rows, store: memorySegmentStore(400), serve: (asked) => fileServer(asked.request.method === 'POST' ? 450 : 300).serve(asked, 1), limits });
  await complete(engine);
  expect(engine.journal.rows.map(({ result }) => result)).toEqual(['success', 'quota-exceeded']);
  expect(engine.bytes(0)).toEqual(fileServer(300).file);
});

test('a disk that fails is told, and the body fetched again', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({ serve, limits });
  const error = new Error('EIO');
  engine.store.flush = async () => {
    engine.store.flush = async () => {};
    throw error;
  };
  await complete(engine);
  expect(engine.faults).toEqual([error]);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test('a run that is stopped is over when its bytes are on the disk, and the next goes on behind them', async () => {
  const { file, serve } = fileServer(500);
  const engine = testEngine({ serve: (asked, count) => (count === 1 ? answer(200, [['etag', '"v1"']], [file.slice(0, 200), 'hang'], asked.signal) : serve(asked, count)), limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(engine.limits.headDelay);
  expect(engine.journal.writes, 'the row has its response').toBe(1);
  run.stop();
  await expectToWaitForOne(run, waiting, engine);
  await complete(engine);
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 200]);
  expect(engine.bytes(0)).toEqual(file);
});

test('the integrity of a body is that of its own bytes', async () => {
  const bodies = [300, 200, 500].map((length) => fileServer(length));
  const rows = bodies.map((_, index) => newRow(index, request(`https://example.org/${index}`, { integrity: 'sha256-x' })));
  const engine = testEngine({ rows, serve: (asked) => bodies[Number(asked.request.url.at(-1))]!.serve(asked, 1), limits });
  letOthersEnd(engine);
  const seen: Uint8Array[] = [];
  engine.matchesIntegrity = async (body) => {
    seen.push(new Uint8Array(await body.arrayBuffer()));
    return true;
  };
  await complete(engine);
  expect(seen.toSorted((a, b) => a.length - b.length)).toEqual([bodies[1]!.file, bodies[0]!.file, bodies[2]!.file]);
  expect(files(engine)).toEqual(['shelf-0-run', 'shelf-1-run']);
});

test('a body that is begun anew leaves alone the file that others lie in', async () => {
  const served = { kept: fileServer(300), changed: fileServer(400, [], '"new"'), first: fileServer(50) };
  const { kept, changed } = served;
  const rows = Object.keys(served).map((name, index) => newRow(index, request(`https://example.org/${name}`)));
  const engine = testEngine({
    rows,
    serve: (asked, count) => {
      const name = asked.request.url.split('/').at(-1) as keyof typeof served;
      const isBroken = name === 'changed' && asked.range === undefined;
      return isBroken ? answer(200, [['etag', '"old"']], [new Uint8Array(100), new Uint8Array(100), new Error('reset')], asked.signal) : served[name].serve(asked, count);
    },
    limits,
  });
  letOthersEnd(engine);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  expect(engine.journal.rows.map(({ segments }) => segments[0]?.name)).toEqual(['shelf-1-run', 'shelf-1-run', 'shelf-0-run']);
  await engine.clock.advance(60_000);
  await run.ended;
  expect(engine.bytes(0)).toEqual(kept.file);
  expect(engine.bytes(1)).toEqual(changed.file);
});

test('a run of a job that is gone is over when no reader waits for the disk', async () => {
  const engine = testEngine({ serve: ({ signal }) => answer(200, [], [new Uint8Array(100), 'hang'], signal), limits });
  const waiting = slowDisk(engine.store);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  void run.seal(0);
  await engine.clock.advance(0);
  engine.journal.current = null;
  await engine.clock.advance(engine.limits.headDelay);
  await expectToWaitForOne(run, waiting, engine);
});
