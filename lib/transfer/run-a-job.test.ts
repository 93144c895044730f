import { expect, test } from 'vitest';
import { FetchAsError, NoHostAccess } from '../fetch-as/types';
import type { HeaderList } from '../protocol/stored';
import { runAJob } from './run-a-job';
import { RESERVE_SIZE } from './segments/reserve';
import { OutOfSpace } from './segments/segment-store';
import { memorySegmentStore } from './segments/segment-store.mocks';
import { answer, fileServer, JOB, mapJournal, networkError, newRow, request, runToItsEnd, testEngine, type Serve, type TestEngine } from './engine.mocks';

const bytes = (length: number, value = 1): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value);
const small: Partial<TestEngine['limits']> = { readSize: 100, segmentSize: 250 };

/** Runs to the end, however long the waits. */
const complete = (engine: TestEngine): Promise<void> => runToItsEnd(engine, engine.limits.greatestDelay);

const outcome = async (serve: Serve, of = request(), limits: Partial<TestEngine['limits']> = small): Promise<TestEngine> => {
  const engine = testEngine({ rows: [newRow(0, of)], serve, limits });
  await complete(engine);
  return engine;
};

test('a small record is one file and two messages, and its row is written once', async () => {
  const { file, serve } = fileServer(90);
  const engine = await outcome(serve);
  const [row] = engine.journal.rows;
  expect(row).toMatchObject({ result: 'success', generation: 0, response: { status: 200 }, segments: [{ name: '0-0-0-0-run', size: 90 }] });
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.journal.writes).toBe(1);
  expect(engine.pushes.filter(({ name }) => name !== 'progress').map(({ name }) => name)).toEqual(['recordChanged', 'finished']);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toEqual({ job: JOB, downloaded: 90, uploaded: 0, waiting: null });
});

test('a tiny body lies in its row, and a beginning that was sealed while tiny is gone on with in files', async () => {
  const { file, serve } = fileServer(300);
  const tiny = await outcome(fileServer(8).serve);
  expect(tiny.journal.rows[0]!.segments).toEqual([{ name: '0-0-0-0-run', size: 8, bytes: fileServer(8).file }]);
  expect(tiny.store.files.get(JOB)!.size).toBe(0);

  const engine = testEngine({
    serve: (asked, count) => (count === 1 ? answer(200, [['etag', '"v1"']], [file.slice(0, 8), 'hang'], asked.signal) : serve(asked, count)),
    limits: small,
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(10);
  run.stop();
  await run.ended;
  expect(engine.store.files.get(JOB)!.size).toBe(0);
  await complete(engine);
  expect(engine.asked[1]!.range?.start).toBe(8);
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.journal.rows[0]!.segments.map(({ bytes }) => bytes !== undefined)).toEqual([true, false]);
});

const asBlobs = { ...small, blobSize: 600 };

test('a small body lies in its row as a Blob where that is safe, and one that proves larger, comes slowly or is gone on with does not', async () => {
  const placesOf = async (length: number, limits: Partial<TestEngine['limits']>, serve = fileServer(length).serve): Promise<string[]> => {
    const engine = testEngine({ serve, limits });
    await complete(engine);
    return engine.places(0);
  };
  expect(await placesOf(8, asBlobs)).toEqual(['bytes']);
  expect(await placesOf(600, asBlobs)).toEqual(['Blob']);
  expect(await placesOf(600, small), 'the control: where that is not safe').toEqual(['file', 'file']);
  expect(await placesOf(601, asBlobs), 'larger').toEqual(['file']);
  expect(await placesOf(600, { ...asBlobs, holdTime: 0 }), 'slow').toEqual(['file', 'file']);
  const { file } = fileServer(700);
  const unknown: Serve = ({ signal }) => answer(200, [['etag', '"v1"']], [file.slice(0, 400), file.slice(400)], signal);
  expect(await placesOf(700, asBlobs, unknown), 'of unknown length, and in the end too large').toEqual(['file']);
});

test('a body that lies in its row as a Blob is whole', async () => {
  const { file, serve } = fileServer(600);
  const engine = testEngine({ serve, limits: asBlobs });
  await complete(engine);
  expect(engine.store.files.get(JOB)!.size).toBe(0);
  expect(engine.journal.rows[0]!.segments).toMatchObject([{ name: '0-0-0-0-run', size: 600 }]);
  expect(new Uint8Array(await (engine.journal.rows[0]!.segments[0]!.bytes as Blob).arrayBuffer())).toEqual(file);
});

test.each([
  ['one record may have many headers', 1, 40_000, 'success'],
  ['but not endless ones', 1, 300_000, 'fetch-error'],
  ['one of ten thousand its share of them', 10_000, 8_000, 'success'],
  ['and no more', 10_000, 8_300, 'fetch-error'],
])('%s', async (_what, recordCount, length, result) => {
  const engine = testEngine({ serve: ({ signal }) => answer(200, [['x-padding', 'x'.repeat(length)]], [new Uint8Array(5)], signal) });
  engine.journal.current!.recordCount = recordCount;
  await complete(engine);
  expect(engine.journal.rows[0]!.result).toBe(result);
});

test('a record without a body has no file', async () => {
  const engine = await outcome(() => ({ ...answer(204, [], []), body: null }));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', segments: [] });
  expect(engine.store.files.get(JOB)!.size).toBe(0);
});

test('a large body is cut into segments', async () => {
  const { file, serve } = fileServer(1000);
  const engine = await outcome(serve);
  expect(engine.journal.rows[0]!.segments.map(({ size }) => size)).toEqual([300, 300, 300, 100]);
  expect(engine.bytes(0)).toEqual(file);
});

test('a body that breaks off is gone on with from its last byte, and looks as if it had come at once', async () => {
  const { file, serve } = fileServer(1000, [430, 200]);
  const engine = await outcome(serve);
  expect(engine.asked.map(({ range }) => range)).toEqual([undefined, { start: 430, ifRange: '"v1"' }, { start: 630, ifRange: '"v1"' }]);
  expect(engine.bytes(0)).toEqual(file);
  const [row] = engine.journal.rows;
  expect(row).toMatchObject({ result: 'success', generation: 0, response: { status: 200 } });
  expect(row!.response!.headers.map(([name]) => name)).not.toContain('content-range');
  expect(row).not.toHaveProperty('retry');
});

test('a resource that changed meanwhile is started anew, and nothing of the old one is left', async () => {
  const engine = await outcome((asked, count) =>
    (count === 1 ? fileServer(1000, [430], '"old"') : fileServer(600, [], '"new"')).serve(asked, count),
  );
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 1, validators: { etag: '"new"' } });
  expect(engine.bytes(0)).toEqual(fileServer(600).file);
  expect([...engine.store.files.get(JOB)!.keys()].every((name) => name.startsWith('0-1-'))).toBe(true);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: 600 });
});

const part = (headers: HeaderList, body = bytes(100)): Serve => ({ signal }) => answer(206, headers, [body], signal);
const brokenOff = fileServer(200, [100]).serve;

test.each([
  ['with another tag', part([['etag', '"x"'], ['content-range', 'bytes 100-199/200']])],
  ['of another length', part([['etag', '"v1"'], ['content-range', 'bytes 100-199/201']])],
  ['from another byte', part([['etag', '"v1"'], ['content-range', 'bytes 99-198/200']])],
  ['that does not say which', part([['etag', '"v1"']])],
  ['longer than it says', part([['etag', '"v1"'], ['content-range', 'bytes 100-149/200']])],
])('a partial response %s is a fetch-error', async (_what, second) => {
  const engine = await outcome((asked, count) => (count === 1 ? brokenOff : second)(asked, count));
  expect(engine.journal.rows[0]!.result).toBe('fetch-error');
  expect(engine.asked).toHaveLength(2);
});

test('a partial response of only a part is followed by a request for the next part', async () => {
  const { file } = fileServer(300);
  const engine = await outcome((asked, count) => {
    if (count === 1) return fileServer(300, [100]).serve(asked, count);
    const start = asked.range!.start;
    return part([['etag', '"v1"'], ['content-range', `bytes ${start}-${start + 99}/300`]], file.slice(start, start + 100))(asked, count);
  });
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 100, 200]);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test.each<[string, HeaderList]>([
  ['a weak tag', [['etag', 'W/"v1"'], ['content-length', '300']]],
  ['no validator', [['content-length', '300']]],
  ['an encoded body', [['etag', '"v1"'], ['content-encoding', 'gzip'], ['content-length', '20']]],
])('%s is never joined: the body starts anew', async (_what, headers) => {
  const engine = await outcome(({ signal }, count) =>
    answer(200, headers, count === 1 ? [bytes(100, 1), new Error('reset')] : [bytes(100, 2), bytes(100, 3), bytes(100, 4)], signal),
  );
  expect(engine.asked[1]!.range).toBeUndefined();
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 1 });
  expect(engine.bytes(0)).toEqual(new Uint8Array([...bytes(100, 2), ...bytes(100, 3), ...bytes(100, 4)]));
});

test('416 with exactly the bytes there are means that nothing is missing', async () => {
  const engine = await outcome(({ signal }, count) =>
    count === 1
      ? answer(200, [['etag', '"v1"']], [bytes(100), new Error('reset')], signal)
      : answer(416, [['content-range', 'bytes */100']], [bytes(5, 9)], signal),
  );
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', response: { status: 200 } });
  expect(engine.bytes(0)).toEqual(bytes(100));
});

test('any other 416 starts the body anew', async () => {
  const { file, serve } = fileServer(300, [100]);
  const engine = await outcome((asked, count) => (count === 2 ? answer(416, [['content-range', 'bytes */50']], [], asked.signal) : serve(asked, count)));
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 100, undefined]);
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 1 });
  expect(engine.bytes(0)).toEqual(file);
});

test('a body that ends short of Content-Length is not taken for whole', async () => {
  const { file, serve } = fileServer(300);
  const engine = await outcome((asked, count) =>
    count === 1 ? answer(200, [['etag', '"v1"'], ['content-length', '300']], [file.slice(0, 120)], asked.signal) : serve(asked, count),
  );
  expect(engine.asked[1]!.range?.start).toBe(120);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test('the answer to HEAD has a length and no body', async () => {
  const engine = await outcome(({ signal }) => answer(200, [['content-length', '300']], [], signal), request(undefined, { method: 'HEAD' }));
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test.each([404, 500, 503, 403])('status %i is bad-status at once, and its body is not kept', async (status) => {
  const engine = await outcome(({ signal }) => answer(status, [], [bytes(7)], signal));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'bad-status', response: { status } });
  expect(engine.bytes(0)).toEqual(new Uint8Array());
  expect(engine.asked).toHaveLength(1);
});

test('a status with Retry-After is waited out, and keeps the bytes there are', async () => {
  const { file, serve } = fileServer(300, [100]);
  const engine = testEngine({ serve: (asked, count) => (count === 2 ? answer(503, [['retry-after', '3600']], [], asked.signal) : serve(asked, count)) });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(3_590_000);
  expect(engine.asked).toHaveLength(2);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ waiting: { for: 'retry', asked: true } });
  await engine.clock.advance(20_000);
  await run.ended;
  expect(engine.asked[2]!.range?.start).toBe(100);
  expect(engine.bytes(0)).toEqual(file);
});

test('a status with Retry-After for a day is the answer in the end', async () => {
  const engine = await outcome(({ signal }) => answer(503, [['retry-after', '1']], [bytes(3)], signal));
  expect(engine.journal.rows[0]).toMatchObject({ result: 'bad-status', response: { status: 503 } });
});

const portal: Serve = ({ signal }) => answer(200, [['content-type', 'text/html']], [bytes(40, 9)], signal);

test('the page of a network that wants its visitor to log in is not taken for the file', async () => {
  const { file, serve } = fileServer(300, [100]);
  const engine = await outcome((asked, count) => (count > 1 && count < 6 ? portal : serve)(asked, count));
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 100, 100, 100, 100, 100]);
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 0 });
  expect(engine.bytes(0)).toEqual(file);
});

test('a page that is still there after a day is what the resource has become', async () => {
  const engine = testEngine({ serve: (asked, count) => (count === 1 ? fileServer(300, [100]).serve : portal)(asked, count) });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(23 * 3_600_000);
  expect(engine.journal.rows[0]).toMatchObject({ result: '', segments: [{ size: 100 }] });
  await engine.clock.advance(2 * 3_600_000);
  await run.ended;
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', generation: 1 });
  expect(engine.bytes(0)).toEqual(bytes(40, 9));
});

test('a host that never answers is a fetch-error within a minute', async () => {
  const engine = testEngine({ serve: networkError });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(60_000);
  await run.ended;
  expect(engine.asked).toHaveLength(5);
  expect(engine.journal.rows[0]!.result).toBe('fetch-error');
});

test('what the page itself would have been refused is a fetch-error at once', async () => {
  const engine = await outcome(() => {
    throw new FetchAsError('refused', '');
  });
  expect(engine.journal.rows[0]!.result).toBe('fetch-error');
  expect(engine.asked).toHaveLength(1);
});

test('offline is waited out without counting, and ended by the network', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({ serve: (asked, count) => (engine.online ? serve(asked, count) : networkError()) });
  engine.online = false;
  const run = runAJob(JOB, engine);
  await engine.clock.advance(24 * 3_600_000 + 30_000);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ waiting: { for: 'network' } });
  expect(engine.asked.length).toBeGreaterThan(1000);
  engine.comeOnline();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.bytes(0)).toEqual(file);
});

test('a body that makes no sound for a minute is given up and gone on with', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({
    serve: (asked, count) => (count === 1 ? answer(200, [['etag', '"v1"']], [file.slice(0, 50), 'hang'], asked.signal) : serve(asked, count)),
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(59_000);
  expect(engine.asked).toHaveLength(1);
  await engine.clock.advance(10_000);
  await run.ended;
  expect(engine.asked[1]!.range?.start).toBe(50);
  expect(engine.bytes(0)).toEqual(file);
});

test('"retry" skips the wait', async () => {
  const { serve } = fileServer(300, [100]);
  const engine = testEngine({ serve });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(0);
  expect(engine.asked).toHaveLength(1);
  run.skipWaits();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test.each(['GET', 'POST'])('a host that we may not act for is waited for, however long, and "retry" ends it at once: %s', async (method) => {
  const { serve } = fileServer(10);
  let allowed = false;
  const rows = [newRow(0, request(undefined, { method, body: method === 'POST' ? new Blob(['hello']) : null }))];
  const engine = testEngine({ rows, serve, hostAccess: () => allowed });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(7 * 24 * 3_600_000);
  expect(engine.asked).toHaveLength(0);
  expect(engine.pushes.at(-1)!.payload).toMatchObject({ waiting: { for: 'host-access', origin: 'https://cdn.example' } });
  allowed = true;
  run.skipWaits();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test('when the last record that moved is complete, it is told what the others wait for', async () => {
  const arrival = Promise.withResolvers<void>();
  const engine = testEngine({
    rows: [newRow(0, request('https://cdn.example/file')), newRow(1)],
    serve: async ({ request: { url }, signal }) => {
      if (url.startsWith('https://cdn.')) throw new NoHostAccess('https://cdn.example');
      await arrival.promise;
      return answer(204, [], [], signal);
    },
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(60_000);
  const waiting = (): unknown => engine.pushes.findLast(({ name }) => name === 'progress')?.payload;
  expect(waiting()).toMatchObject({ waiting: null });
  arrival.resolve();
  await engine.clock.advance(1000);
  expect(engine.journal.rows[1]!.result).toBe('success');
  expect(waiting()).toMatchObject({ waiting: { for: 'host-access', origin: 'https://cdn.example' } });
  run.stop();
  await run.ended;
});

const post = request(undefined, { method: 'POST', body: new Blob(['hello']) });

test('an upload is counted, and not sent again whatever becomes of it', async () => {
  const failing = await outcome(networkError, post);
  expect(failing.asked).toHaveLength(1);
  expect(failing.journal.rows[0]!.result).toBe('fetch-error');
  const { serve } = fileServer(300, [100]);
  const cut = await outcome(serve, post);
  expect(cut.asked).toHaveLength(1);
  expect(cut.journal.rows[0]).toMatchObject({ result: 'fetch-error', uploaded: 5 });
  expect(cut.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ uploaded: 5 });
});

test('an upload that never left is tried again', async () => {
  const engine = testEngine({ rows: [newRow(0, post)], serve: fileServer(300).serve });
  const { fetchAs } = engine;
  let lost = 2;
  engine.fetchAs = (...given) => (lost-- > 0 ? Promise.reject(new FetchAsError('network', 'no header rule')) : fetchAs(...given));
  await complete(engine);
  expect(engine.asked).toHaveLength(1);
  expect(engine.journal.rows[0]).toMatchObject({ result: 'success', sent: true });
});

test('a server that has answered another request is not given up within a minute', async () => {
  const { serve } = fileServer(300);
  const failures = new Map([['/first', 0], ['/second', 8]]);
  const of = (path: string) => request(`https://cdn.example${path}`);
  const failing: Serve = (asked, count) => {
    const path = new URL(asked.request.url).pathname;
    const left = failures.get(path)!;
    failures.set(path, left - 1);
    return left > 0 ? networkError() : serve(asked, count);
  };
  const engine = testEngine({ rows: [newRow(0, of('/first')), newRow(1, of('/second'))], serve: failing });
  await complete(engine);
  expect(engine.journal.rows.map(({ result }) => result)).toEqual(['success', 'success']);
  const alone = testEngine({ rows: [newRow(0, of('/second'))], serve: networkError });
  await complete(alone);
  expect(alone.journal.rows[0]!.result, 'the control').toBe('fetch-error');
});

test('an upload that a server has had does not wait for access to the one it was redirected to', async () => {
  const refusing = await outcome(() => {
    throw new NoHostAccess('https://cdn.example');
  }, post);
  expect(refusing.asked).toHaveLength(1);
  expect(refusing.journal.rows[0]!.result).toBe('fetch-error');
});

test('an upload does not go out when the journal cannot be told, and goes out when it can', async () => {
  const { serve } = fileServer(10);
  const engine = testEngine({ rows: [newRow(0, post)], serve });
  const { write } = engine.journal;
  engine.journal.write = () => Promise.reject(new Error('no disk'));
  const run = runAJob(JOB, engine);
  await engine.clock.advance(100);
  expect(engine.asked).toHaveLength(0);
  engine.journal.write = write;
  await engine.clock.advance(3_600_000);
  await run.ended;
  expect(engine.asked).toHaveLength(1);
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test('an upload that a dead Worker may have sent is not sent again', async () => {
  const { serve } = fileServer(10);
  const engine = testEngine({ rows: [{ ...newRow(0, post), sent: true }], serve });
  await complete(engine);
  expect(engine.asked).toHaveLength(0);
  expect(engine.journal.rows[0]!.result).toBe('fetch-error');
});

test('the journal knows of an upload before the network does', async () => {
  let known: unknown;
  const engine = testEngine({
    rows: [newRow(0, post)],
    serve: ({ signal }) => {
      known = engine.journal.rows[0]!.sent;
      return answer(200, [], [], signal);
    },
  });
  await complete(engine);
  expect(known).toBe(true);
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test('an upload waits for a network before its one try', async () => {
  const { serve } = fileServer(10);
  const engine = testEngine({ rows: [newRow(0, post)], serve });
  engine.online = false;
  const run = runAJob(JOB, engine);
  await engine.clock.advance(3_600_000);
  expect(engine.asked).toHaveLength(0);
  engine.comeOnline();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test('after a stop everything received is sealed, and a new run goes on from there', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({
    serve: (asked, count) => (count === 1 ? answer(200, [['etag', '"v1"']], [file.slice(0, 150), 'hang'], asked.signal) : serve(asked, count)),
  });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(10);
  run.stop();
  await run.ended;
  expect(engine.store.openFiles.size).toBe(0);
  expect(engine.journal.rows[0]).toMatchObject({ result: '', segments: [{ size: 150 }] });
  expect(engine.pushes.some(({ name }) => name === 'finished')).toBe(false);
  await complete(engine);
  expect(engine.asked[1]!.range?.start).toBe(150);
  expect(engine.bytes(0)).toEqual(file);
});

test('only what is on the disk as journalled is trusted, and left-overs go', async () => {
  const { file, serve } = fileServer(900);
  const store = memorySegmentStore();
  const folder = new Map(
    Object.entries({ '0-0-0': file.slice(0, 300), '0-0-1': file.slice(300, 500), '0-0-2': file.slice(600, 700), '0-0-7': bytes(40, 9), '1-0-0': bytes(5) }),
  );
  store.files.set(JOB, folder);
  const segments = ['0-0-0', '0-0-1', '0-0-2'].map((name, i) => ({ name, size: [300, 300, 100][i]! }));
  const head = answer(200, [], []).response;
  const row = { ...newRow(0), response: head, segments, validators: { etag: '"v1"', lastModified: null, length: 900 } };
  const journal = mapJournal([row, { ...newRow(1), result: 'success', response: head, segments: [{ name: '1-0-0', size: 5 }] }]);
  const engine = testEngine({ journal, store, serve, limits: small });
  await complete(engine);
  expect(engine.asked[0]!.range?.start).toBe(300);
  expect(engine.bytes(0)).toEqual(file);
  expect([...folder.keys()].sort()).toEqual(['0-0-0', '0-0-8-300-run', '0-0-9-600-run', '1-0-0']);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: 905 });
});

test('the download total holds for the whole job, and ends it', async () => {
  const rows = [newRow(0), newRow(1), newRow(2)];
  const journal = mapJournal(rows, 250);
  const engine = testEngine({ journal, limits: { connections: 1 }, serve: ({ signal }, count) => answer(200, [], [[bytes(200)], [bytes(1), bytes(100)], ['hang' as const]][count - 1]!, signal) });
  await complete(engine);
  expect(journal.rows.map(({ result }) => result).sort()).toEqual(['', 'download-total-exceeded', 'success']);
  expect(engine.pushes.at(-1)!.name).toBe('finished');
  expect(engine.store.openFiles.size).toBe(0);
  expect(engine.pushes.flatMap(({ payload }) => ('downloaded' in payload ? [payload.downloaded] : [])).every((downloaded) => downloaded <= 250)).toBe(true);
});

test('exactly the download total is not too much', async () => {
  const engine = testEngine({ journal: mapJournal([newRow(0)], 200), serve: fileServer(200).serve });
  await complete(engine);
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test('a full disk is waited out with every byte kept, and gone on from', async () => {
  const { file, serve } = fileServer(1000);
  const store = memorySegmentStore(400);
  const engine = testEngine({ store, serve, limits: small });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(3.5 * engine.limits.probe);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toEqual({ job: JOB, downloaded: 400, uploaded: 0, waiting: { for: 'space' } });
  expect(engine.journal.rows[0]!.result).toBe('');
  store.room = Infinity;
  await engine.clock.advance(engine.limits.probe);
  await run.ended;
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.journal.rows[0]!.result).toBe('success');
  // What did not fit the first time is all that was asked for again.
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 400, 400, 400, 400]);
});

test('the beginning of a body that was held back on a full disk is counted once', async () => {
  const { file, serve } = fileServer(1000);
  const store = memorySegmentStore(50);
  const engine = testEngine({ store, journal: mapJournal([newRow(0)], 1000), serve, limits: { ...small, inlineSize: 250 } });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1.5 * engine.limits.probe);
  const held = engine.asked.at(-1)!.range!.start;
  expect(held).toBeGreaterThan(0);
  expect(engine.pushes.filter(({ name }) => name === 'progress').at(-1)!.payload).toMatchObject({ downloaded: held, waiting: { for: 'space' } });
  store.room = Infinity;
  await engine.clock.advance(engine.limits.probe);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test('on a disk that was full nothing is asked for before rows have their room again', async () => {
  const { file, serve } = fileServer(1000);
  const store = memorySegmentStore(400);
  const engine = testEngine({ store, serve, limits: small });
  const run = runAJob(JOB, engine);
  store.keepReserve = () => Promise.reject(new OutOfSpace());
  await engine.clock.advance(3.5 * engine.limits.probe);
  store.room = Infinity;
  expect(engine.asked).toHaveLength(1);
  store.keepReserve = async () => {};
  await engine.clock.advance(engine.limits.probe);
  await run.ended;
  expect(engine.bytes(0)).toEqual(file);
  expect(engine.asked.map(({ range }) => range?.start)).toEqual([undefined, 400]);
  expect(engine.faults).toEqual([]);
});

test('a person who has made room need not wait', async () => {
  const store = memorySegmentStore(400);
  const engine = testEngine({ store, serve: fileServer(1000).serve, limits: small });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(100);
  store.room = Infinity;
  run.skipWaits();
  await engine.clock.advance(0);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
});

test.each<[string, Partial<{ space: number }>, Parameters<typeof request>[1]]>([
  ['that would not fit on an empty disk', { space: RESERVE_SIZE + 999 }, {}],
  ['that is the answer to an upload', {}, { method: 'POST' }],
  ['that has waited for too long', {}, {}],
])('without room a body %s fails, and gives back what it took', async (_what, given, of) => {
  const engine = testEngine({ rows: [newRow(0, request(undefined, of))], store: memorySegmentStore(400), serve: fileServer(1000).serve, limits: { ...small, silence: 30 * 60_000 } });
  Object.assign(engine, given);
  await complete(engine);
  expect(engine.journal.rows[0]).toMatchObject({ result: 'quota-exceeded', segments: [] });
  expect(engine.store.files.get(JOB)!.size).toBe(0);
});

test('a row that finds no room waits for it as bytes do', async () => {
  const { file, serve } = fileServer(300);
  const engine = testEngine({ serve, limits: small });
  const { write } = engine.journal;
  let full = true;
  engine.journal.write = (row) => (full ? Promise.reject(new DOMException('', 'QuotaExceededError')) : write.call(engine.journal, row));
  const run = runAJob(JOB, engine);
  await engine.clock.advance(1_000);
  expect(engine.pushes.at(-1)!.payload).toMatchObject({ waiting: { for: 'space' } });
  full = false;
  await engine.clock.advance(engine.limits.probe);
  await run.ended;
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test('with a limit on the pace a body is asked for in pieces, each when the one before has had its time', async () => {
  const KiB = 1024;
  const { file } = fileServer(600 * KiB);
  const serve: Serve = ({ range, signal }, count) => {
    const start = range?.start ?? 0;
    const end = Math.min(range?.end ?? Infinity, 600 * KiB - 1);
    const headers: HeaderList = [['etag', '"v1"'], ['accept-ranges', 'bytes'], ['content-length', String(end + 1 - start)], ['content-range', `bytes ${start}-${end}/${600 * KiB}`]];
    return answer(count === 1 ? 200 : 206, headers, [file.slice(start, end + 1)], signal);
  };
  const engine = testEngine({ serve, limits: { readSize: 128 * KiB } });
  engine.throttle.configure(64 * KiB);
  const run = runAJob(JOB, engine);
  await engine.clock.advance(9_000);
  expect(engine.journal.rows[0]!.result).toBe('');
  await engine.clock.advance(1_000);
  await run.ended;
  expect(engine.asked.map(({ range }) => range && [range.start, range.end! + 1])).toEqual([undefined, [256 * KiB, 512 * KiB], [512 * KiB, 768 * KiB]]);
  expect(Buffer.compare(engine.bytes(0), file)).toBe(0);
});

test('nothing is written for a job that is gone, and nothing is told', async () => {
  const { file } = fileServer(300);
  const engine = testEngine({ serve: ({ signal }) => answer(200, [], [file.slice(0, 50), 'hang'], signal), limits: small });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(100);
  engine.journal.current = null;
  await engine.clock.advance(1000);
  await run.ended;
  expect(engine.journal.writes).toBe(0);
  expect(engine.store.files.get(JOB)!.size).toBe(0);
  expect(engine.pushes.some(({ name }) => name === 'finished')).toBe(false);
  await runAJob(JOB, engine).ended;
  expect(engine.asked).toHaveLength(1);
});

test('a reader of a record under way gets the bytes so far', async () => {
  const { file } = fileServer(300);
  const engine = testEngine({ serve: ({ signal }) => answer(200, [], [file.slice(0, 50), 'hang'], signal) });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(10);
  expect(engine.journal.rows[0]!.segments).toEqual([]);
  const sealed = run.seal(0);
  await engine.clock.advance(0);
  await sealed;
  expect(engine.bytes(0)).toEqual(file.slice(0, 50));
  expect(engine.journal.rows[0]!.response).not.toBeNull();
  await run.seal(99);
  run.stop();
  await run.ended;
});

test('a head is told soon, even while the body is not moving', async () => {
  const engine = testEngine({ serve: ({ signal }) => answer(200, [], ['hang'], signal) });
  const run = runAJob(JOB, engine);
  await engine.clock.advance(engine.limits.headDelay);
  expect(engine.journal.rows[0]!.response).toMatchObject({ status: 200 });
  expect(engine.pushes).toContainEqual({ name: 'recordChanged', payload: { job: JOB, index: 0 } });
  run.stop();
  await run.ended;
});

test('nobody sees a response before its integrity is checked', async () => {
  const { file } = fileServer(300);
  const of = request(undefined, { integrity: 'sha256-x' });
  const hanging = testEngine({ rows: [newRow(0, of)], serve: ({ signal }) => answer(200, [], [file.slice(0, 50), 'hang'], signal) });
  const run = runAJob(JOB, hanging);
  await hanging.clock.advance(1000);
  run.stop();
  await run.ended;
  expect(hanging.journal.rows[0]).toMatchObject({ response: null, segments: [{ size: 50 }] });

  for (const [matches, result, response] of [[true, 'success', { status: 200 }], [false, 'fetch-error', null]] as const) {
    const engine = testEngine({ rows: [newRow(0, of)], serve: fileServer(300, [100]).serve });
    engine.matchesIntegrity = async (body, metadata) => {
      expect(new Uint8Array(await body.arrayBuffer())).toEqual(file);
      expect(metadata).toBe('sha256-x');
      return matches;
    };
    await complete(engine);
    expect(engine.journal.rows[0]).toMatchObject({ result, response });
  }
});

test('many records: a page of rows at a time, a few pushes a second', async () => {
  const rows = Array.from({ length: 2000 }, (_, index) => newRow(index));
  let most = 0;
  let now = 0;
  const engine = testEngine({
    rows,
    serve: async ({ signal }) => {
      most = Math.max(most, ++now);
      await new Promise((resolve) => setImmediate(resolve));
      now--;
      return answer(200, [], [bytes(2)], signal);
    },
  });
  await runAJob(JOB, engine).ended;
  expect(engine.journal.rows.every(({ result }) => result === 'success')).toBe(true);
  expect(engine.journal.largestPage).toBeLessThanOrEqual(64);
  expect(most).toBe(6);
  expect(engine.journal.writes).toBe(2000);
  expect(engine.pushes.filter(({ name }) => name === 'finished')).toHaveLength(1);
});

test('a fault of the storage is told, and the job goes on from what is stored', async () => {
  const { file, serve } = fileServer(1000);
  const engine = testEngine({ serve, limits: small });
  const write = engine.journal.write;
  let failures = 2;
  engine.journal.write = async function (row) {
    if (failures-- > 0) throw new Error('database is closing');
    return write.call(this, row);
  };
  await complete(engine);
  expect(engine.faults).not.toHaveLength(0);
  expect(engine.journal.rows[0]!.result).toBe('success');
  expect(engine.bytes(0)).toEqual(file);
});

test('segments are not sealed at every turn of a fast line', async () => {
  const { file, serve } = fileServer(9_000);
  const sealedIn = async (leastSealTime: number, sealTime: number): Promise<number> => {
    const engine = await outcome(serve, request(), { readSize: 100, segments: 30, leastSegmentSize: 100, steadySegmentSize: 400, segmentSize: 3_000, leastSealTimed: 9_000, leastSealTime, sealTime });
    expect(engine.bytes(0)).toEqual(file);
    return engine.journal.rows[0]!.segments.length;
  };
  // The first is due at once. Then time stands still here: the greatest size is reached before it is time.
  expect(await sealedIn(Infinity, Infinity)).toBe(4);
  expect(await sealedIn(Infinity, 0)).toBe(23);
  expect(await sealedIn(0, Infinity)).toBe(30);
});
