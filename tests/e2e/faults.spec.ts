import { cachedSha256, downloadedOf, noteOf, startFetch, type Note } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import { expectEveryByte, expectOneGetEach } from '../fixtures/expect-requests';
import { pressUntil, seeButton } from '../fixtures/popup';
import type { Answer, ServedFile } from '../fixtures/server/file';
import { startServer, type TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const SIZE = 3_000_000;
const HALF = 1_500_000;
/** Bytes that a read which waits for more may hold when its connection goes; of gzip some more. */
const HELD_BACK = 512 * 1024;

/** A connection that is closed too early. */
const SHORT: Answer = { holdAt: HALF, shortAt: HALF + 1 };
const tagOf = ({ seed, size }: ServedFile): string => `"${seed}-${size}"`;
const asked = ({ status, headers }: ReturnType<ServedFile['requests']>[number]): object => ({ status, range: headers.range, ifRange: headers['if-range'] });
const PLAIN = { status: 200, range: undefined, ifRange: undefined };

/** Starts a fetch of this file, named after it, and lets the fault come when what is sent before it has been received. */
const breakOff = async (page: Page, file: ServedFile): Promise<void> => {
  await startFetch(page, file.path, [file.url], { title: file.path });
  await expect.poll(() => downloadedOf(page, file.path)).toBeGreaterThan(HALF - HELD_BACK);
  file.release();
};

const expectSuccess = async (page: Page, file: ServedFile, seed = file.seed): Promise<void> => {
  await expect.poll(() => noteOf(page, file.path)).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: file.size, records: [{ status: 200 }] });
  expect(await cachedSha256(page, file.path, file.url)).toBe(await file.sha256(seed));
};

const expectFailure = (page: Page, file: ServedFile, failureReason: string): Promise<void> =>
  expect.poll(() => noteOf(page, file.path)).toMatchObject({ type: 'backgroundfetchfail', failureReason } satisfies Partial<Note>);

/** After the first request came these, each for the rest of the same file; no byte was fetched twice but those of a read that was under way. */
const expectRest = (file: ServedFile, statuses: number[], ifRange = tagOf(file)): void => {
  const [first, ...more] = file.requests();
  expect(asked(first!)).toEqual(PLAIN);
  const { from } = more.at(-1)!;
  expect(from).toBeGreaterThan(HALF - HELD_BACK);
  expect(more.map(asked)).toEqual(statuses.map((status) => ({ status, range: `bytes=${from}-`, ifRange })));
  expectEveryByte(file, { twice: HELD_BACK });
};

/** Its minute passes while the other faults have their turn. */
let silent: { server: TestServer; page: Page; file: ServedFile };
test.beforeAll(async ({ driver }) => {
  const server = await startServer({ companion: driver.companion });
  const page = await driver.newPage(`${server.origin}/classic/`);
  const file = server.file('/silent', { size: SIZE }, { holdAt: HALF }, {});
  await startFetch(page, file.path, [file.url], { title: file.path });
  silent = { server, page, file };
});
test.afterAll(async () => {
  await silent.page.close();
  await silent.server.close();
});

const OLD = 'Tue, 01 Jan 2019 00:00:00 GMT';
for (const { what, path, fault, rest = {}, ifRange } of [
  { what: 'a connection that drops', path: '/dropped', fault: { holdAt: HALF, resetAt: HALF + 1 } },
  { what: 'a body shorter than its length', path: '/short', fault: SHORT },
  { what: 'a chunked body that breaks off', path: '/chunked', fault: { ...SHORT, framing: 'chunked' } },
  { what: 'a body known by its date that breaks off', path: '/dated', fault: { ...SHORT, etag: null, headers: { 'last-modified': OLD } }, rest: { etag: null, headers: { 'last-modified': OLD } }, ifRange: OLD },
] as { what: string; path: string; fault: Answer; rest?: Answer; ifRange?: string }[]) {
  test(`${what} is gone on with where it broke off`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, { size: SIZE }, fault, rest);
    await breakOff(page, file);
    await expectSuccess(page, file);
    expectRest(file, [206], ifRange);
  });
}

for (const { what, path, version } of [
  { what: 'a gzipped body', path: '/gzip', version: { framing: 'gzip' } },
  { what: 'a body with a weak tag', path: '/weak', version: { etag: 'W/"1"' } },
  { what: 'a body without a validator', path: '/unknown', version: { etag: null } },
] as { what: string; path: string; version: Answer }[]) {
  test(`${what} that breaks off is fetched anew, and never joined`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, { size: SIZE }, { ...SHORT, ...version }, { ...version, seed: 77 });
    await breakOff(page, file);
    await expectSuccess(page, file, 77);
    expect(file.requests().map(asked)).toEqual([PLAIN, PLAIN]);
  });
}

for (const { what, path, second, seed } of [
  { what: 'a server that ignores the range', path: '/ignored', second: { ranges: 'ignored' } },
  { what: 'a file that has changed', path: '/changed', second: { seed: 77 }, seed: 77 },
] as { what: string; path: string; second: Answer; seed?: number }[]) {
  test(`${what} gives the whole, and what there was is thrown away`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, { size: SIZE }, SHORT, second);
    await breakOff(page, file);
    await expectSuccess(page, file, seed);
    const range = expect.stringMatching(/^bytes=\d+-$/);
    expect(file.requests().map(asked)).toEqual([PLAIN, { status: 200, range, ifRange: tagOf(file) }]);
  });
}

test('a range that the server does not know is dropped, and the file is fetched anew', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/unsatisfied', { size: SIZE }, SHORT, { status: 416, headers: { 'content-range': 'bytes */5' }, bodiless: true }, { seed: 77 });
  await breakOff(page, file);
  await expectSuccess(page, file, 77);
  expect(file.requests().map(asked)).toMatchObject([PLAIN, { status: 416 }, PLAIN]);
});

test('a part that is not the one asked for is a fetch-error', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/shifted', { size: SIZE }, SHORT, { ranges: 'shifted' });
  await breakOff(page, file);
  await expectFailure(page, file, 'fetch-error');
  expect(await noteOf(page, file.path)).toMatchObject({ records: [{ url: file.url, error: 'TypeError' }] });
  expect(file.requests()).toHaveLength(2);
});

for (const { what, status } of [
  { what: '503', status: 503 },
  { what: '429', status: 429 },
]) {
  test(`${what} with Retry-After is waited out with the bytes there are, or ended by the person`, async ({ driver, open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(`/later-${status}`, { size: SIZE }, SHORT, { status, headers: { 'retry-after': '3600' }, bodiless: true }, {});
    await breakOff(page, file);
    await expect.poll(() => file.requests().length).toBe(2);
    await pressUntil(driver, `Retry now: ${file.path}`, () => file.requests().length === 3);
    await expectSuccess(page, file);
    expectRest(file, [status, 206]);
  });
}

test('the time that Retry-After names passes before the next request', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/soon', { size: SIZE }, { status: 503, headers: { 'retry-after': '2' }, bodiless: true }, {});
  await startFetch(page, file.path, [file.url]);
  await expectSuccess(page, file);
  const [first, second, ...more] = file.requests();
  expect([first, second].map((request) => asked(request!))).toEqual([{ ...PLAIN, status: 503 }, PLAIN]);
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(2_000);
  expect(more).toEqual([]);
});

test('503 without Retry-After is bad-status at once, also for the rest of a file', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const whole = server.file('/never', { size: SIZE }, { status: 503 });
  await startFetch(page, whole.path, [whole.url]);
  await expectFailure(page, whole, 'bad-status');
  expectOneGetEach(whole);

  const rest = server.file('/no-more', { size: SIZE }, SHORT, { status: 503, bodiless: true });
  await breakOff(page, rest);
  await expectFailure(page, rest, 'bad-status');
  expect(rest.requests()).toHaveLength(2);
});

for (const { what, path, answer } of [
  { what: 'a slow body', path: '/slow', answer: { bytesPerSecond: 2_000_000 } },
  { what: 'a chunked body without a length', path: '/endless', answer: { framing: 'chunked' } },
  { what: 'a gzipped body', path: '/packed', answer: { framing: 'gzip' } },
] as { what: string; path: string; answer: Answer }[]) {
  test(`${what} arrives as it is`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, { size: SIZE }, answer);
    await startFetch(page, file.path, [file.url]);
    await expectSuccess(page, file);
    expectOneGetEach(file);
  });
}

test('behind a redirect the rest is asked for where the request was made', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/file', { size: SIZE }, SHORT, {});
  const moved = server.file('/moved', {}, { redirectTo: file.url, status: 307 });
  await startFetch(page, 'moved', [moved.url]);
  await expect.poll(() => downloadedOf(page, 'moved')).toBeGreaterThan(HALF - HELD_BACK);
  file.release();
  await expect.poll(() => noteOf(page, 'moved')).toMatchObject({ result: 'success', records: [{ url: moved.url, responseURL: file.url, status: 200 }] });
  expect(await cachedSha256(page, 'moved', moved.url)).toBe(await file.sha256());
  expectRest(file, [206]);
  expect(moved.requests().map(({ headers }) => headers.range)).toEqual(file.requests().map(({ headers }) => headers.range));
});

/** Resolves when the fetch has found nobody there and waits. */
const seeWait = (driver: Driver, file: ServedFile): Promise<void> => seeButton(driver, `Retry now: ${file.path}`);

test('a server that is gone for a while is waited for with the bytes there are', async ({ driver, open, server }) => {
  const neighbour = await startServer({ companion: driver.companion });
  const page = await open(`${server.origin}/classic/`);
  const headers = { 'access-control-allow-origin': '*' };
  const file = neighbour.file('/gone', { size: SIZE }, { holdAt: HALF, headers }, { headers });
  await startFetch(page, file.path, [file.url], { title: file.path });
  await expect.poll(() => downloadedOf(page, file.path)).toBeGreaterThan(HALF - HELD_BACK);
  await neighbour.refuse();
  await seeWait(driver, file);
  await neighbour.accept();
  await pressUntil(driver, `Retry now: ${file.path}`, () => file.requests().length === 2);
  await expectSuccess(page, file);
  expectRest(file, [206]);
  await neighbour.close();
});

test('a server that is not there yet is waited for', async ({ driver, open, server }) => {
  const neighbour = await startServer({ companion: driver.companion });
  const page = await open(`${server.origin}/classic/`);
  const file = neighbour.file('/not-yet', { size: SIZE }, { headers: { 'access-control-allow-origin': '*' } });
  await neighbour.refuse();
  await startFetch(page, file.path, [file.url], { title: file.path });
  await seeWait(driver, file);
  await neighbour.accept();
  await pressUntil(driver, `Retry now: ${file.path}`, () => file.requests().length === 1);
  await expectSuccess(page, file);
  expectOneGetEach(file);
  await neighbour.close();
});

test('a body that is silent for a minute is given up, and gone on with where it stopped', async () => {
  test.setTimeout(100_000);
  const { page, file } = silent;
  await expect.poll(() => file.requests().length, { timeout: 80_000 }).toBe(2);
  await expectSuccess(page, file);
  expectRest(file, [206]);
  const [first, second] = file.requests();
  expect(second!.at - first!.at).toBeGreaterThanOrEqual(60_000);
});
