import { cachedSha256, downloadedOf, noteOf, startFetch } from '../fixtures/background-fetch';
import { expectEveryByte } from '../fixtures/expect-requests';
import { textOf } from '../fixtures/popup';
import { expect, test } from '../fixtures/test';

const SIZE = 3_000_000;
const HALF = 1_500_000;
/** Bytes that a read which waits for more may hold when its connection goes. */
const HELD_BACK = 512 * 1024;

test('offline is shown as that, and ended by the network, with nobody pressing anything', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/tunnel', { size: SIZE }, { holdAt: HALF, resetAt: HALF + 1 }, {});
  await startFetch(page, file.path, [file.url], { title: file.path });
  await expect.poll(() => downloadedOf(page, file.path)).toBeGreaterThan(HALF - HELD_BACK);
  const popup = await driver.extensionPage('popup.html');

  await driver.offline(true);
  file.release();
  await expect.poll(() => textOf(popup)).toMatch(/\/tunnel.*Waiting for the internet connection\./);
  expect(file.requests()).toHaveLength(1);

  // Sooner than the minute after which it is tried anyway.
  await driver.offline(false);
  await expect.poll(() => noteOf(page, file.path)).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: SIZE });
  // The list is drawn some times a second; the event may be sooner.
  await expect.poll(() => textOf(popup)).not.toContain('Waiting for the internet connection.');
  await popup.close();
  expect(await cachedSha256(page, file.path, file.url)).toBe(await file.sha256());
  expectEveryByte(file, { twice: HELD_BACK });
});
