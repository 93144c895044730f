import { cachedSha256, downloadedOf, noteOf, returnedSha256, startFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import { durableBytes } from '../fixtures/durable';
import { expectEveryByte } from '../fixtures/expect-requests';
import { pressButton } from '../fixtures/popup';
import type { Answer, ServedFile } from '../fixtures/server/file';
import { createDam } from '../fixtures/server/line';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const MiB = 1024 * 1024;
/** Of a small file that is sealed at a time. */
const SEGMENT = 4 * MiB;
/** More than two segments are there when it stops; one connection fetches it. */
const HALF: Answer & { size: number; holdAt: number } = { size: 15_000_000, holdAt: 10_000_000 };
/** Bytes that a read which waits for more may hold. */
const HELD_BACK = 256 * 1024;

const press = async (driver: Driver, name: string): Promise<void> => {
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, name)).toBe(true);
  await popup.close();
};

const startHalf = async (page: Page, file: ServedFile): Promise<void> => {
  await startFetch(page, file.path, [file.url], { title: file.path });
  await expect.poll(() => downloadedOf(page, file.path)).toBeGreaterThan(HALF.holdAt - HELD_BACK);
};

const pauseHalf = async (driver: Driver, page: Page, file: ServedFile): Promise<void> => {
  await startHalf(page, file);
  await press(driver, `Pause: ${file.path}`);
  await expect.poll(() => file.requests()[0]!.closed, 'the connection is given up').toBe(true);
};

const expectSuccess = async (page: Page, file: ServedFile, seed = file.seed): Promise<void> => {
  await expect.poll(() => noteOf(page, file.path), { timeout: 90_000 }).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: file.size, records: [{ status: 200 }] });
  expect(await cachedSha256(page, file.path, file.url)).toBe(await file.sha256(seed));
};

/** The second request is for the rest from there, and there is no third. */
const expectRestFrom = (file: ServedFile, from: number): void => {
  const [, second, ...more] = file.requests();
  expect(second).toMatchObject({ status: 206, headers: { range: `bytes=${from}-`, 'if-range': `"${file.seed}-${file.size}"` } });
  expect(more).toEqual([]);
};

test('a paused fetch loses no byte, stays paused when the background dies, and goes on when the person says so', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/paused', HALF, HALF, {});
  await pauseHalf(driver, page, file);
  const [beginning] = await durableBytes(driver, file.url);
  expect(beginning!.end).toBeGreaterThan(HALF.holdAt - HELD_BACK);

  await driver.killBackground();
  await press(driver, `Resume: ${file.path}`);

  await expectSuccess(page, file);
  expectRestFrom(file, beginning!.end);
});

for (const { what, path, second, seed } of [
  { what: 'a file that has changed meanwhile is fetched anew', path: '/changed', second: { seed: 77 }, seed: 77 },
  { what: 'a server that has forgotten ranges gives the whole', path: '/ignored', second: { ranges: 'ignored' } },
] as { what: string; path: string; second: Answer; seed?: number }[]) {
  test(`after a pause ${what}, and nothing of the old bytes is left`, async ({ driver, open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, HALF, HALF, second);
    await pauseHalf(driver, page, file);
    await press(driver, `Resume: ${file.path}`);
    await expectSuccess(page, file, seed);
    expect(file.requests().map(({ status, headers }) => [status, headers.range !== undefined])).toEqual([
      [200, false],
      [200, true],
    ]);
  });
}

for (const { what, path, version } of [
  { what: 'a weak tag', path: '/weak', version: { etag: 'W/"1"' } },
  { what: 'a gzip encoding', path: '/gzip', version: { framing: 'gzip' } },
] as { what: string; path: string; version: Answer }[]) {
  test(`a body with ${what} is fetched anew after a pause, never joined`, async ({ driver, open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const file = server.file(path, HALF, { ...HALF, ...version }, { ...version, seed: 77 });
    await pauseHalf(driver, page, file);
    await press(driver, `Resume: ${file.path}`);
    await expectSuccess(page, file, 77);
    expect(file.requests().map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
  });
}

/** Resolves with how many bytes outlive any death now. */
const durableSegments = async (driver: Driver, file: ServedFile): Promise<number> => {
  const sealed = async (): Promise<number> => (await durableBytes(driver, file.url))[0]?.end ?? 0;
  await expect.poll(sealed).toBeGreaterThan(HALF.holdAt - SEGMENT);
  return sealed();
};

test('when the background is killed the fetch goes on from the last byte that was written, sealed or not', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/background', HALF, HALF, {});
  await startHalf(page, file);
  await durableSegments(driver, file);

  await driver.killBackground();
  // Also the browser's alarm would start it again, within a minute.
  const popup = await driver.extensionPage('popup.html');

  await expectSuccess(page, file);
  const from = file.requests()[1]!.from;
  expect(from).toBeGreaterThan(HALF.holdAt - HELD_BACK);
  expectRestFrom(file, from);
  await popup.close();
});

test('when the browser is killed the fetch goes on by itself from the last durable byte', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const file = server.file('/browser', HALF, HALF, {});
  await startHalf(await driver.newPage(`${server.origin}/classic/`), file);
  const durable = await durableSegments(driver, file);

  await driver.restart({ kill: true });

  await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess' }]);
  await expectSuccess(await driver.newPage(`${server.origin}/classic/`), file);
  expectRestFrom(file, durable);
});

test("when the extension's process is killed the fetch goes on by itself from the last durable byte", async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const file = server.file('/process', HALF, HALF, {});
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startHalf(page, file);
  const durable = await durableSegments(driver, file);

  await driver.crashExtension();
  if (driver.name === 'chromium') await driver.restart({ kill: false });

  await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess' }]);
  await expectSuccess(await driver.newPage(`${server.origin}/classic/`), file);
  const { from } = file.requests()[1]!;
  expect(from, 'what only the kernel had may be there, too').toBeGreaterThanOrEqual(durable);
  expectRestFrom(file, from);
});

test('a fetch paused before the browser is killed is paused after it', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const file = server.file('/still-paused', HALF, HALF, {});
  await pauseHalf(driver, await driver.newPage(`${server.origin}/classic/`), file);
  const [beginning] = await durableBytes(driver, file.url);

  await driver.restart({ kill: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await press(driver, `Resume: ${file.path}`);

  await expectSuccess(page, file);
  expectRestFrom(file, beginning!.end);
});

const FILM = 96 * MiB;
const bytesPerSecond = 8_000_000;

test('a large file comes over several connections, no more than six, and every byte once', async ({ open, server }) => {
  test.slow();
  const page = await open(`${server.origin}/classic/`);
  // So slow that a busy machine keeps up on all connections: what Firefox has not read when one is cut off was sent in vain.
  const file = server.file('/film', { size: FILM }, { bytesPerSecond: bytesPerSecond / 2 });
  await startFetch(page, file.path, [file.url]);
  await expect.poll(() => noteOf(page, file.path), { timeout: 60_000 }).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: FILM, records: [{ status: 200 }] });
  expect(await returnedSha256(page, file.path, file.url)).toBe(await file.sha256());
  expect(file.mostConnections()).toBeGreaterThan(1);
  expect(file.mostConnections()).toBeLessThanOrEqual(6);
  expectEveryByte(file, { twice: FILM / 50 });
});

/** All that was sent of a file after its first `count` requests. */
const sentSince = (file: ServedFile, count: number): { start: number; end: number }[] =>
  file
    .requests()
    .slice(count)
    .map(({ from, bytesSent }) => ({ start: from, end: from + bytesSent }));

/** A fetch that has come to a standstill half-way, on all its connections. */
const startFilm = async (driver: Driver, server: TestServer): Promise<{ file: ServedFile; open(): void }> => {
  const dam = createDam(48 * MiB);
  const file = server.file('/film', { size: FILM }, { bytesPerSecond, valve: dam.valve });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, file.path, [file.url]);
  const sent = (): number => file.requests().reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  // All that the dam lets through must come, onto a disk that may be slow.
  await expect.poll(async () => dam.full && (await downloadedOf(page, file.path))! > sent() - 6 * HELD_BACK, { timeout: 60_000 }).toBe(true);
  return { file, open: dam.open };
};

test('when the browser is killed no durable byte of any of several connections is fetched again', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const { file, open } = await startFilm(driver, server);
  const durable = await durableBytes(driver, file.url);
  const before = file.requests().length;
  expect(durable.length).toBeGreaterThan(1);

  await driver.restart({ kill: true });
  open();

  await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess' }]);
  const page = await driver.newPage(`${server.origin}/classic/`);
  expect(await returnedSha256(page, file.path, file.url)).toBe(await file.sha256());
  const again = sentSince(file, before).filter((sent) => durable.some(({ start, end }) => sent.start < end && sent.end > start));
  expect(again).toEqual([]);
  expect(file.mostConnections()).toBeLessThanOrEqual(6);
});
