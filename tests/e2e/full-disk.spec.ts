import { abortFetch, cachedSha256, downloadedOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expectEveryByte } from '../fixtures/expect-requests';
import { textOf } from '../fixtures/popup';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const MiB = 1024 * 1024;
/** For bodies 50 of them, and what we keep free for rows. */
const ROOM = 54 * MiB;
/** Of a file of this size that is sealed at a time. */
const SEGMENT = MiB;
const SIZE = 8_000_000;
/** So slow that next to nothing lies in buffers when a connection is given up. */
const slow = { bytesPerSecond: 4_000_000 };

/** A fetch that leaves room for half of another one, and does not end. */
const fill = async (page: Page, server: TestServer): Promise<void> => {
  const files = [0, 1, 2].map((n) => server.file(`/filler-${n}`, { size: 15 * MiB + SIZE / 10 }, { holdAt: 15 * MiB + SIZE / 10 - 1 }));
  await startFetch(page, 'filler', files.map(({ url }) => url), { title: 'filler' });
  await expect.poll(() => downloadedOf(page, 'filler')).toBeGreaterThan(45 * MiB);
};

/** Of a fetch that announces more bytes than there is room for. */
const nameOfRefusal = (page: Page, url: string): Promise<string> =>
  page.evaluate(
    async (url, downloadTotal) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      return backgroundFetch.fetch('announced', url, { downloadTotal }).then(
        () => 'none',
        (error: Error) => error.name,
      );
    },
    url,
    SIZE,
  );

const FULL = 'The disk is full. Free some space and it goes on.';

test('where the disk is full a fetch waits and says so, goes on by itself when another one has made room, and fetches nothing twice', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true, room: ROOM });
  // Where the disk is full for sites as well, this one's handler needs no room.
  const other = await driver.newPage(`${server.origin}/handlers/`);
  const page = await driver.newPage(`${server.origin}/classic/`);
  await fill(other, server);
  const file = server.file('/late', { size: SIZE }, slow);
  await startFetch(page, file.path, [file.url], { title: file.path });
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => textOf(popup)).toContain(FULL);
  const stopped = await downloadedOf(page, file.path);
  expect(await nameOfRefusal(page, file.url)).toBe('QuotaExceededError');

  await abortFetch(other, 'filler');
  await expect.poll(() => server.reports, { timeout: 50_000 }).toContainEqual(expect.objectContaining({ type: 'backgroundfetchsuccess', downloaded: SIZE }));
  expect(await textOf(popup)).not.toContain(FULL);
  expect(await cachedSha256(page, file.path, file.url)).toBe(await file.sha256());
  const [first, ...later] = file.requests();
  expect(first!.bytesSent).toBeLessThan(SIZE);
  for (const { from } of later) expect(from).toBeGreaterThanOrEqual(stopped! - SEGMENT);
});

test('a file larger than all the room there is fails as quota-exceeded, and its neighbour is none the worse', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true, room: ROOM });
  const page = await driver.newPage(`${server.origin}/classic/`);
  const neighbour = server.file('/neighbour', { size: SIZE }, { ...slow, holdAt: SIZE / 2 }, slow);
  await startFetch(page, neighbour.path, [neighbour.url], { title: neighbour.path });
  const film = server.file('/film', { size: ROOM + 1 });
  await startFetch(page, film.path, [film.url], { title: film.path });
  await expect.poll(() => noteOf(page, film.path)).toMatchObject({ type: 'backgroundfetchfail', failureReason: 'quota-exceeded' });
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => textOf(popup)).toContain('Not enough disk space.');

  neighbour.release();
  await expect.poll(() => noteOf(page, neighbour.path)).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: SIZE });
  expect(await cachedSha256(page, neighbour.path, neighbour.url)).toBe(await neighbour.sha256());
  expectEveryByte(neighbour, { twice: SEGMENT });
});
