import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { cachedSha256, installedByUpdates, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

const answerOf = (page: Page): Promise<{ where: string; globals: string[] }> =>
  page.evaluate(async () => {
    const { active } = await navigator.serviceWorker.ready;
    const { port1, port2 } = new MessageChannel();
    active!.postMessage('', [port2]);
    return new Promise<{ where: string; globals: string[] }>((resolve) => (port1.onmessage = ({ data }) => resolve(data)));
  });

test('the script of a worker that never mentions the API begins where it begins', async ({ open, server }) => {
  const source = await readFile(path.resolve(import.meta.dirname, '../fixtures/sites/unrelated/sw.js'), 'utf8');
  const page = await open(`${server.origin}/unrelated/`);

  const [, line, column] = /unrelated\/sw\.js:(\d+):(\d+)/.exec((await answerOf(page)).where) ?? [];

  expect(line).toBe('1');
  // Engines count columns from 0 or from 1; anything put in front is longer than that.
  expect(Math.abs(Number(column) - source.indexOf('new Error'))).toBeLessThanOrEqual(1);
});

test('a worker that never mentions the API finds nothing of it in its global scope', async ({ open, server }) => {
  const page = await open(`${server.origin}/unrelated/`);
  expect((await answerOf(page)).globals).toEqual([]);
});

test('removing the extension changes nothing for a worker that never mentions the API', async ({ launch, server }) => {
  const driver = await launch({ extension: false });
  await driver.installExtension();
  const bystander = await driver.newPage(`${server.origin}/unrelated/`);
  const control = await driver.newPage(`${server.origin}/classic/`);
  for (const page of [bystander, control]) await page.evaluate(async () => void (await navigator.serviceWorker.ready));

  await driver.removeExtension();

  expect(await installedByUpdates(bystander, 2)).toBe(0);
  expect(await installedByUpdates(control, 2), 'a worker that does mention it loses what was put in front').toBe(1);
});

test('a service worker registered before the extension gets its event', async ({ launch, server }) => {
  const file = server.file('/episode', { size: 400_000 });
  const driver = await launch({ extension: false });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));

  await driver.installExtension();
  await page.reload();
  await startFetch(page, 'late', [file.url]);

  await expect.poll(() => noteOf(page, 'late')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  expect(await cachedSha256(page, 'late', file.url)).toBe(await file.sha256());
});
