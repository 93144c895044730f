import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cachedSha256, installedByUpdates, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
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

for (const { end, what } of [
  { what: 'is ended', end: (driver: Driver) => driver.killBackground() },
  { what: 'is disabled', end: (driver: Driver) => driver.enableExtension(false) },
]) {
  test(`a worker script that is on its way while the extension ${what} arrives whole, or not at all`, async ({ launch, server }) => {
    const release = server.holdRest('/unrelated/sw.js');
    const driver = await launch({ extension: true });
    const page = await driver.newPage(`${server.origin}/unrelated/`);
    await expect.poll(() => server.log.entries.filter(({ path }) => path === '/unrelated/sw.js')).toMatchObject([{ closed: false }]);
    // Its beginning reaches whoever watches.
    await delay(500);

    if (driver.extension) await end(driver);
    release();

    // Chromium itself may refuse the first load, when an extension that watches requests goes. A worker that is there is not loaded again.
    await page.evaluate(async () => void (await navigator.serviceWorker.register('sw.js').catch(() => navigator.serviceWorker.register('sw.js'))));
    expect(await answerOf(page)).toMatchObject({ where: expect.stringContaining('unrelated/sw.js') });
  });
}

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

/** How an unsuspecting page fares with addresses that have this behind them: what of it was not loaded. */
const notLoaded = (page: Page, ends: string[]): Promise<string[]> =>
  page.evaluate(async (ends) => {
    const element = (name: 'script' | 'img' | 'iframe', src: string): Promise<boolean> =>
      new Promise((resolve) => {
        const loading = Object.assign(document.createElement(name), { src });
        loading.onload = () => resolve(!(loading instanceof HTMLIFrameElement) || loading.contentDocument?.title === 'Episodes');
        loading.onerror = () => resolve(false);
        document.body.append(loading);
      });
    const loads = ends.flatMap((end) => [
      [`script ${end}`, element('script', `/unrelated/page.js${end}`)] as const,
      [`image ${end}`, element('img', `/icons/icon.png${end}`)] as const,
      [`frame ${end}`, element('iframe', `/unrelated/${end}`)] as const,
      [`fetch ${end}`, fetch(`/unrelated/page.js${end}`).then(({ ok }) => ok, () => false)] as const,
    ]);
    const outcomes = await Promise.all(loads.map(async ([what, loaded]) => ((await loaded) ? [] : [what])));
    return outcomes.flat();
  }, ends);

/** How a request of the page ends: the answer's status, or the error's name. */
const outcomeOf = (page: Page, url: string, method: string): Promise<number | string> =>
  page.evaluate((url, method) => fetch(url, { method }).then(({ status }) => status, ({ name }: Error) => name), url, method);

const DOORBELL = '/.well-known/background-fetch-anywhere/doorbell?scope=x&nonce=x';
const PROBE = '#background-fetch-anywhere-probe';

test('what merely has the words of our own requests in its address is loaded', async ({ open, server }) => {
  const page = await open(`${server.origin}/unrelated/`);
  expect(await notLoaded(page, [`?ref=${DOORBELL}`, `?ref=https://a.example${DOORBELL}`, `#${DOORBELL}`, `?${PROBE}`, PROBE])).toEqual([]);
  const below = server.file(`/below${DOORBELL}`, {});
  expect(await outcomeOf(page, below.url, 'GET')).toBe(200);
});

test('the doorbell never leaves the browser', async ({ open, server }) => {
  const page = await open(`${server.origin}/unrelated/`);
  expect(await outcomeOf(page, DOORBELL, 'GET')).toBe('TypeError');
});

test('a question about policy that is asked by a request never leaves the browser', async ({ open, server }) => {
  const page = await open(`${server.origin}/unrelated/`);
  expect(await outcomeOf(page, `/strict/${PROBE}`, 'HEAD')).toBe('TypeError');
  expect(server.log.entries.filter(({ method }) => method === 'HEAD')).toEqual([]);
});
