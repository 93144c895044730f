/** Sites as they are found in the wild, one folder each in sites/zoo-*: every one has a button, and says in words what came of pressing it. */

import { cachedSha256 } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

const press = async (page: Page): Promise<void> => {
  const pressed = (): Promise<boolean> =>
    page.evaluate(() => {
      const button = document.querySelector('button')!;
      if (button.disabled) return false;
      button.click();
      return true;
    });
  await expect.poll(pressed, 'the button can be pressed').toBe(true);
};

const words = (page: Page): Promise<string> => page.evaluate(() => document.querySelector('output')!.textContent);

const tiles = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`/tiles/9/${Math.floor(index / 20)}/${index % 20}.png`, 2_000 + index]));

interface Habits {
  site: string;
  what: string;
  /** Bytes by path. */
  files: Record<string, number>;
  /** Where the site keeps them as they came. */
  cache?: string;
  says: string;
}

const sites: Habits[] = [
  { site: 'zoo-feature-test', what: 'a module worker that tests for the API at its top level', files: { '/library/book.epub': 800_000 }, cache: 'library', says: 'The book is stored' },
  { site: 'zoo-both-handlers', what: 'a worker with addEventListener and on…', files: { '/news/weekend.html': 90_000 }, cache: 'news', says: 'listener weekend, on weekend' },
  {
    site: 'zoo-no-wait',
    what: 'a worker that knows no waitUntil',
    files: { '/lectures/one.mp4': 1_500_000, '/lectures/one.vtt': 2_000 },
    says: 'backgroundfetchsuccess lecture: 1502000 bytes',
  },
  {
    site: 'zoo-workbox',
    what: 'a generated worker that precaches, skips waiting, claims and answers ranges',
    files: { '/media/film.mp4': 6_000_000 },
    cache: 'media',
    says: '206, 1000 bytes: bytes 1000-1999/6000000',
  },
  { site: 'zoo-import-scripts', what: 'a game that imports its handlers', files: { '/games/islands.pak': 2_500_000 }, says: 'installed, 2500000 bytes' },
  { site: 'zoo-typescript', what: 'a module worker written in TypeScript', files: { '/recordings/1.webm': 700_000, '/recordings/2.webm': 300_000 }, cache: 'recordings', says: '2 stored' },
  { site: 'zoo-worker-starts', what: 'a fetch started inside the worker', files: { '/episodes/42.mp3': 500_000 }, cache: 'episode-42', says: 'episode-42 is there' },
  { site: 'zoo-podcast', what: 'a podcast with artwork', files: { '/media/rain.mp3': 3_000_000, '/media/rain.jpg': 60_000 }, cache: 'offline-episodes', says: 'Long Rain can be heard offline' },
  { site: 'zoo-model', what: 'an AI model of one large file', files: { '/models/small.safetensors': 32 * 2 ** 20 }, cache: 'models', says: '32 MiB of weights in memory' },
  { site: 'zoo-map', what: 'an offline map of three hundred tiles', files: tiles, says: '300 tiles, success' },
  { site: 'zoo-spa', what: 'a single-page application that shows its shell for every navigation', files: { '/films/7.webm': 1_000_000 }, cache: 'films', says: '1 window, film-7 stored' },
  { site: 'zoo-two-scopes', what: 'two scopes on one origin', files: { '/desk/book': 200_000, '/desk/song': 300_000 }, says: 'player has song, reader has book' },
];

for (const { site, what, files, cache, says } of sites) {
  test(`in the wild: ${what}`, async ({ open, server }) => {
    server.file('/media/icon.png', { size: 4_000 });
    const served = Object.entries(files).map(([path, size]) => server.file(path, { size }));
    const page = await open(`${server.origin}/${site}/`);

    await press(page);

    await expect.poll(() => words(page)).toBe(says);
    if (cache !== undefined) for (const file of served) expect(await cachedSha256(page, cache, file.url), file.path).toBe(await file.sha256());
    expectOneGetEach(...served);
  });
}

test('in the wild: progress by asking get() again and again', async ({ open, server }) => {
  const file = server.file('/courses/knots.zip', { size: 4_000_000 }, { holdAt: 2_000_000 });
  const page = await open(`${server.origin}/zoo-polling/`);

  await press(page);

  // Of a server that falls silent, up to a good read's worth is left unread: lib/transfer/byte-source.ts.
  await expect.poll(() => words(page)).toMatch(/^(4[3-9]|50) %$/);
  file.release();
  await expect.poll(() => words(page)).toBe('Downloaded');
  expect(await cachedSha256(page, 'courses', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});

test('in the wild: abort, then the same id at once', async ({ open, server }) => {
  const file = server.file('/maps/north.bin', { size: 3_000_000 }, { holdAt: 1_000_000 }, {});
  const page = await open(`${server.origin}/zoo-restart/`);
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(1_000_000);

  await press(page);

  await expect.poll(() => words(page)).toBe('north aborted, north complete');
  await expect.poll(() => file.requests()[0]!.closed, 'the connection of the first is given up').toBe(true);
  expect(await cachedSha256(page, 'maps', file.url)).toBe(await file.sha256());
  expect(file.requests().map(({ headers }) => headers.range)).toEqual([undefined, undefined]);
});

test('in the wild: photos sent with POST', async ({ open, server }) => {
  const [album, raw] = [server.upload('/photos/album'), server.upload('/photos/raw')];
  const page = await open(`${server.origin}/zoo-photos/`);

  await press(page);

  await expect.poll(() => words(page)).toBe('POST 200 received');
  expect(album.received).toHaveLength(1);
  expect(album.received[0]!.bytes).toBeGreaterThan(400_000);
  expect(album.requests()[0]!.headers['content-type']).toMatch(/^multipart\/form-data; boundary=/);
  expect(raw.received).toMatchObject([{ bytes: 900_000 }]);
  expect(raw.requests()[0]!.headers).toMatchObject({ 'content-type': 'image/jpeg', 'x-name': 'boat.jpg' });
});

test('in the wild: a worker that is updated while a fetch runs', async ({ open, server }) => {
  const file = server.file('/season/1.mkv', { size: 4_000_000 }, { holdAt: 2_000_000 });
  const page = await open(`${server.origin}/zoo-pwa/`);
  await press(page);
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(2_000_000);

  server.touch('/zoo-pwa/sw.js');
  await page.evaluate(async () => void (await (await navigator.serviceWorker.ready).update()));
  await expect.poll(() => words(page)).toBe('updated');
  file.release();

  await expect.poll(() => words(page)).toBe('stored');
  expect(await cachedSha256(page, 'season', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});

test('in the wild: a site that wants none of it', async ({ open, server }) => {
  const page = await open(`${server.origin}/zoo-opted-out/`);
  await press(page);
  await expect.poll(() => words(page)).toBe('page false, worker false');
});
