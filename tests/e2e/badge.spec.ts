import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import { lookOutside, type Outside } from '../fixtures/notifications';
import { decide } from '../fixtures/permission';
import { pressButton, textOf } from '../fixtures/popup';
import { expect, test } from '../fixtures/test';

const SIZE = 4_000_000;
const HALF = { holdAt: SIZE / 2 };

/** A browser of its own: the badge speaks of all sites together, and of what other specs have left. */
const begin = async (driver: Driver, url: string): Promise<{ driver: Driver; outside: Outside; page: Page }> => ({
  driver,
  outside: await lookOutside(driver),
  page: await driver.newPage(url),
});

test('the badge says how far the only fetch is, or how many run, and nothing when all is done', async ({ launch, server }) => {
  const { outside, page } = await begin(await launch({ extension: true }), `${server.origin}/classic/`);
  await expect.poll(outside.badge).toBe('');
  const files = [server.file('/one', { size: SIZE }, HALF), server.file('/two', { size: SIZE }, HALF)] as const;
  await startFetch(page, 'one', [files[0].url], { downloadTotal: SIZE });
  // What has come of the first half may still be in the browser's buffers.
  await expect.poll(outside.badge).toMatch(/^[2-5]\d%$/);
  await startFetch(page, 'two', [files[1].url], { downloadTotal: SIZE });
  await expect.poll(outside.badge).toBe('2');
  expect(await outside.label()).toBe('Background Fetch Anywhere: 2 active');
  for (const file of files) file.release();
  await expect.poll(outside.badge).toBe('');
  expect(await outside.label()).toBe('Background Fetch Anywhere');
  await outside.close();
});

test('the badge tells of a failure until a person has seen the list', async ({ launch, server }) => {
  const { driver, outside, page } = await begin(await launch({ extension: true }), `${server.origin}/classic/`);
  await startFetch(page, 'failed', [server.file('/failed', {}, { status: 404 }).url]);
  await expect.poll(() => noteOf(page, 'failed')).toMatchObject({ failureReason: 'bad-status' });
  await expect.poll(outside.badge).toBe('!');
  expect(await outside.label()).toBe('Background Fetch Anywhere: 1 failed');
  await driver.killBackground();
  const options = await driver.extensionPage('options.html');
  await expect.poll(() => textOf(options)).toContain('Files at once');
  expect(await outside.badge(), 'there is no list on the options').toBe('!');
  await options.close();

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(outside.badge).toBe('');
  await popup.close();
  await outside.close();
});

test('the badge asks where a fetch waits for an answer', async ({ launch, server }) => {
  const { driver, outside, page } = await begin(await launch({ extension: true }), `${server.origin}/permission/`);
  await startFetch(page, 'known', [server.file('/known', {}).url]);
  await decide(driver, server.origin, 'Ask');
  await startFetch(page, 'asking', [server.file('/asking', {}).url]);
  await expect.poll(outside.badge).toBe('?');
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, `Block: ${server.origin}`)).toBe(true);
  await expect.poll(outside.badge).not.toBe('?');
  await popup.close();
  await outside.close();
});
