import { expect, test, vi } from 'vitest';
import { answer, fileServer, JOB, runToItsEnd, testEngine, type Asked, type Serve, type TestEngine } from './engine.mocks';
import type { FetchedResponse } from '../fetch-as/types';
import type { Limits } from './limits';
import { runAJob } from './run-a-job';
import type { OpenSegment } from './segments/segment-store';

const LENGTH = 10_000;
/** Time stands still while bytes come: any of them come too fast. One connection, and one more to ask early with. */
const limits: Partial<Limits> = { readSize: 100, segmentSize: 2_000, readAhead: 1_000, firstOutrunLook: 500, outrunLook: 500, connectionsPerHost: 2 };

const complete = async (serve: Serve, more: Partial<Limits> = {}): Promise<TestEngine> => {
  const engine = testEngine({ serve, limits: { ...limits, ...more } });
  await runToItsEnd(engine, 100_000);
  return engine;
};

const expectWhole = (engine: TestEngine, file: Uint8Array<ArrayBuffer>): void => {
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 0, response: { status: 200 } });
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: file.byteLength });
  expect(engine.faults).toEqual([]);
  expect(engine.store.openFiles.size).toBe(0);
};

const startsOf = (engine: TestEngine): (number | undefined)[] => engine.asked.map(({ range }) => range?.start);

/** Counts the parts that are asked for and not given up or over, this one included. The first answer, which is left, is none. */
const openParts = (): ((asked: Asked, count: number) => number) => {
  let open = 0;
  return ({ signal }, count) => {
    if (count === 1) return 0;
    signal.addEventListener('abort', () => open--);
    return ++open;
  };
};

test('what comes faster than it is stored is asked for in parts, each before the one ahead of it is at its end', async () => {
  const { file, serve } = fileServer(LENGTH);
  const open = openParts();
  let most = 0;
  const engine = await complete((asked, count) => {
    most = Math.max(most, open(asked, count));
    return serve(asked, count);
  });
  expectWhole(engine, file);
  expect(startsOf(engine)).toEqual([undefined, 500, 1_500, 2_500, 3_500, 4_500, 5_500, 6_500, 7_500, 8_500, 9_500]);
  expect(engine.asked.slice(1).every(({ range, ifRange }) => range!.end! - range!.start < 1_000 && ifRange === '"v1"')).toBe(true);
  expect(most).toBe(2);
});

test.each<[latency: number, lead: number]>([
  [0, 200],
  [50, 900],
])('a part that is answered after %d ms is asked for %d bytes before the end of the one before it', async (latency, lead) => {
  const { file, serve } = fileServer(LENGTH);
  const leads: number[] = [];
  const engine = testEngine({
    serve: async (asked, count) => {
      const stored = [...engine.store.files.get(JOB)!.values()].reduce((sum, bytes) => sum + bytes.byteLength, 0);
      if (count > 2) leads.push(asked.range!.start - stored);
      if (latency > 0) await new Promise<void>((resolve) => engine.clock.after(latency, resolve));
      return serve(asked, count);
    },
    limits: { ...limits, connectionsPerHost: 3 },
  });
  await runToItsEnd(engine, 1);
  expectWhole(engine, file);
  // All parts but the first.
  expect(leads).toEqual(Array.from({ length: 9 }, () => lead));
});

test('parts are read and written in larger pieces than a body that may be slow', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = testEngine({ serve, limits: { ...limits, readSize: 500, readTime: 100, readLeast: 100, readLeastOfParts: 500 } });
  const writes: number[] = [];
  const { open } = engine.store;
  engine.store.open = async (job) => {
    const folder = await open(job);
    const create = async (name: string): Promise<OpenSegment> => {
      const segment = await folder.create(name);
      const { write } = segment;
      return Object.assign(segment, { write: (bytes: Uint8Array<ArrayBuffer>) => (writes.push(bytes.byteLength), write(bytes)) });
    };
    return { ...folder, create };
  };
  await runAJob(JOB, engine).ended;
  expectWhole(engine, file);
  expect(writes.slice(0, 5)).toEqual([100, 100, 100, 100, 100]);
  // Each part's first read waits for nothing, and the second for four times as much.
  expect(writes.slice(5, 8)).toEqual([100, 400, 500]);
});

test('memory: all parts are read into one buffer', async () => {
  const { file, serve } = fileServer(LENGTH);
  const made = vi.spyOn(globalThis, 'ArrayBuffer');
  // A size that is in no other test.
  const engine = await complete(serve, { readSize: 123 });
  const buffers = made.mock.calls.filter(([size]) => size === 123).length;
  made.mockRestore();
  expectWhole(engine, file);
  expect(buffers).toBe(1);
});

test('a response that comes too fast is left before its bytes wait for a file', async () => {
  const { file, serve } = fileServer(LENGTH);
  const steps: string[] = [];
  const engine = testEngine({
    serve: async (asked, count) => {
      const served = await serve(asked, count);
      if (count > 1) return served;
      let position = 0;
      const pull = (controller: ReadableByteStreamController): void => controller.enqueue(file.slice(position, (position += 100)));
      return { ...served, body: new ReadableStream({ type: 'bytes', pull, cancel: () => void steps.push('left') }) };
    },
    limits: { ...limits, blobSize: 400 },
  });
  const { open } = engine.store;
  engine.store.open = async (job) => {
    const folder = await open(job);
    return { ...folder, create: (name) => (steps.push('file'), folder.create(name)) };
  };
  await runAJob(JOB, engine).ended;
  expect(steps.slice(0, 2)).toEqual(['left', 'file']);
  expectWhole(engine, file);
});

test('whether it comes too fast is asked again after larger steps', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = testEngine({
    // Slow while the first 500 bytes come.
    serve: (asked, count) => (count > 1 ? serve(asked, count) : slowly(serve(asked, count) as FetchedResponse)),
    limits: { ...limits, outrunLook: 2_000, paceEnough: 100 },
  });
  const slowly = (served: FetchedResponse): FetchedResponse => {
    const reader = served.body!.getReader();
    let reads = 0;
    const pull = async (controller: ReadableByteStreamController): Promise<void> => {
      if (reads++ < 5) await engine.clock.advance(50_000);
      const { value } = await reader.read();
      controller.enqueue(value!);
    };
    return { ...served, body: new ReadableStream({ type: 'bytes', pull }) };
  };
  await runAJob(JOB, engine).ended;
  expect(startsOf(engine).slice(0, 2)).toEqual([undefined, 2_500]);
  expectWhole(engine, file);
});

test('with one connection to a host, a part is asked for when the one before it is over', async () => {
  const { file, serve } = fileServer(LENGTH);
  const open = openParts();
  const engine = await complete(
    (asked, count) => {
      expect(open(asked, count)).toBeLessThanOrEqual(1);
      return serve(asked, count);
    },
    { connectionsPerHost: 1 },
  );
  expectWhole(engine, file);
});

test.each<[what: string, more: Partial<Limits>]>([
  ['the browser holds back the server', { readAhead: null }],
  ['there is not much to come', { readAhead: LENGTH / 2 }],
  ['the bytes come slowly', { paceEnough: Infinity }],
])('where %s, one request is enough', async (_what, more) => {
  const { file, serve } = fileServer(LENGTH);
  const engine = await complete(serve, more);
  expectWhole(engine, file);
  expect(engine.asked).toHaveLength(1);
});

test('a part that breaks off is gone on with from where it did, after a wait', async () => {
  const { file, serve } = fileServer(LENGTH, [LENGTH, 1_000, 300]);
  const engine = await complete(serve);
  expectWhole(engine, file);
  // The part asked for early was of no use then: it was not read.
  expect(startsOf(engine).slice(0, 4)).toEqual([undefined, 500, 1_500, 1_800]);
});

test.each<[what: string, lie: Serve]>([
  ['ignores ranges', ({ range, signal }) => fileServer(LENGTH).serve({ range: undefined, signal } as never, range === undefined ? 1 : 2)],
  ['answers with another part', ({ range, signal, ifRange }) => fileServer(LENGTH).serve({ range: range && { ...range, start: range.start + 1 }, ifRange, signal } as never, 1)],
])('a server that %s is not asked for parts again', async (_what, lie) => {
  const { file, serve } = fileServer(LENGTH);
  let lies = 0;
  const engine = await complete((asked, count) => (asked.range?.end !== undefined && lies++ < 2 ? lie(asked, count) : serve(asked, count)));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success' });
  expect(engine.bytes(0)).toEqual(file);
  expect([...engine.unsplit]).toEqual(['example.org']);
  expect(engine.asked.length).toBeLessThan(6);
});

test('a server that never gives a part, though it says it would, still gives the file', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = await complete((asked, count) => serve({ ...asked, range: undefined }, count));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success' });
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.asked.length).toBeLessThan(6);
});

test('a file that changes on the way is fetched anew, whole', async () => {
  const [before, after] = [fileServer(LENGTH, [], '"old"'), fileServer(LENGTH - 7, [], '"new"')];
  const engine = await complete((asked, count) => (count <= 3 ? before : after).serve(asked, count));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 1 });
  expect(engine.bytes(0)).toEqual(after.file);
});

test('when the server cannot be reached, who asks next says so', async () => {
  const { file, serve } = fileServer(LENGTH);
  const engine = await complete((asked, count) => (count === 3 || count === 4 ? answer(503, [['retry-after', '1']], [], asked.signal) : serve(asked, count)));
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success' });
});
