import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { openOptions, resetSettings } from '../fixtures/options';
import { ask, bytesOnDisk, jobOf } from '../fixtures/own-pages';
import { changesOf, permissionOf, watchPermission } from '../fixtures/permission';
import { byMouse, pressButton, textOf } from '../fixtures/popup';
import type { ServedFile } from '../fixtures/server/file';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const MB = 1_000_000;
const HELD = { holdAt: 100_000, headers: { 'access-control-allow-origin': '*' } };

test.afterEach(({ driver }) => resetSettings(driver));

/** Three files on each of two hosts, held half-way. */
const sixFiles = (server: TestServer): { files: ServedFile[]; urls: string[] } => {
  const files = Array.from({ length: 6 }, (_, index) => server.file(`/file-${index}`, { size: 200_000 }, HELD));
  return { files, urls: files.map(({ path }, index) => (index < 3 ? server.origin : server.otherOrigin) + path) };
};
const released = async (page: Page, id: string, files: ServedFile[]): Promise<void> => {
  for (const file of files) file.release();
  await expect.poll(() => noteOf(page, id)).toMatchObject({ result: 'success' });
};

test('so many files are fetched at once as the options say, and more as soon as they say so', async ({ driver, open, server }) => {
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/classic/`);
  const { files, urls } = sixFiles(server);
  await options.fill('connections', 2);
  await startFetch(page, 'overall', urls);
  await expect.poll(server.connections.now).toBe(2);
  await options.fill('connections', 4);
  await expect.poll(server.connections.now).toBe(4);
  await released(page, 'overall', files);
  expect(server.connections.most()).toBe(4);
  await options.close();
});

test('and so many of one host', async ({ driver, open, server }) => {
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/classic/`);
  const { files, urls } = sixFiles(server);
  await options.fill('per-host', 1);
  await startFetch(page, 'per host', urls);
  await expect.poll(server.connections.now).toBe(2);
  await options.fill('per-host', 2);
  await expect.poll(server.connections.now).toBe(4);
  await released(page, 'per host', files);
  expect(server.connections.most()).toBe(4);
  await options.close();
});

test('a limit on the speed holds what is asked of the server, until it is taken away', async ({ driver, open, server }) => {
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/classic/`);
  const file = server.file('/slow', { size: 60 * MB }, { bytesPerSecond: 20 * MB });
  await options.check('Limit the speed', true);
  await options.fill('limit', 1);
  await startFetch(page, 'slow', [file.url], { downloadTotal: 60 * MB });
  await expect.poll(() => file.requests().length).toBe(3);
  const sent = file.requests().reduce((sum, { bytesSent }) => sum + bytesSent, 0);
  expect(sent, 'some seconds of the limit, and what was on its way').toBeLessThan(30 * MB);
  const [, second, third] = file.requests();
  expect(third!.at - second!.at, 'four seconds of the limit each: a busy machine makes that longer, never shorter').toBeGreaterThan(3_500);
  await options.check('Limit the speed', false);
  await expect.poll(() => noteOf(page, 'slow')).toMatchObject({ result: 'success', downloaded: 60 * MB });
  await options.close();
});

test('what sites may do by default, and what one may do, takes effect on pages and fetches that are there', async ({ driver, open, server }) => {
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/permission/`);
  expect(await permissionOf(page)).toBe('granted');
  await watchPermission(page);
  await options.choose('default', 'block');
  await expect.poll(() => changesOf(page)).toEqual(['denied']);
  expect(await permissionOf(page)).toBe('denied');
  await options.choose('default', 'ask');
  await expect.poll(() => changesOf(page)).toEqual(['denied', 'prompt']);
  expect(await permissionOf(page)).toBe('prompt');

  const file = server.file('/asking', {});
  await startFetch(page, 'asking', [file.url], { title: 'Waits for the options' });
  await expect.poll(() => textOf(options.page)).toContain(server.origin);
  expect(file.requests()).toEqual([]);
  const allowed = await options.page.evaluate((origin) => {
    const select = [...document.querySelectorAll('select')].find((select) => select.ariaLabel?.endsWith(` ${origin}`));
    if (!select) return false;
    select.value = 'allow';
    return select.dispatchEvent(new Event('change', { bubbles: true }));
  }, server.origin);
  expect(allowed).toBe(true);
  await expect.poll(() => noteOf(page, 'asking')).toMatchObject({ result: 'success' });
  expect(await permissionOf(page)).toBe('granted');
  await options.close();
});

/** As if the fetch of this title had ended so many days ago. */
const age = (own: Page, title: string, days: number): Promise<boolean> =>
  own.evaluate(
    async (title, days) => {
      const answer = <Value>(request: IDBRequest<Value>): Promise<Value> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error!);
        });
      const db = await answer(indexedDB.open('background-fetch-anywhere'));
      const jobs = db.transaction('jobs', 'readwrite').objectStore('jobs');
      const job = ((await answer(jobs.getAll())) as { title: string; phase: { settledAt: number; delivery: { state: string; keepUntil: number } } }[]).find((job) => job.title === title);
      const over = job?.phase.delivery.state === 'over';
      if (over) {
        job.phase.settledAt -= days * 24 * 60 * 60_000;
        job.phase.delivery.keepUntil = 0;
        await answer(jobs.put(job));
      }
      db.close();
      return over;
    },
    title,
    days,
  );

test('what is finished stays on the list for the days that the options say, whenever they say it', async ({ driver, open, server }) => {
  const own = await driver.extensionPage('welcome.html');
  const page = await open(`${server.origin}/classic/`);
  const titles = ['Ended three days ago', 'Ended yesterday'] as const;
  for (const title of titles) {
    await startFetch(page, title, [server.file(`/${title.length}`, {}).url], { title });
    await expect.poll(() => noteOf(page, title)).toMatchObject({ result: 'success' });
  }
  await expect.poll(() => age(own, titles[0], 3)).toBe(true);
  await expect.poll(() => age(own, titles[1], 1)).toBe(true);
  await driver.killBackground();
  for (const title of titles) await expect.poll(async () => (await jobOf(driver, title))?.hasData, 'its data have had their time').toBe(false);

  const options = await openOptions(driver);
  await options.fill('keep-days', 2);
  await expect.poll(() => jobOf(driver, titles[0])).toBeNull();
  expect(await jobOf(driver, titles[1])).toMatchObject({ result: 'success' });
  await options.close();
  await own.close();
});

test('clearing everything ends what runs, and forgets what is finished, answered and chosen', async ({ driver, open, server }) => {
  test.slow();
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/classic/`);
  const running = server.file('/running', { size: 4 * MB }, { holdAt: 2 * MB });
  await startFetch(page, 'done', [server.file('/done', {}).url], { title: 'To be forgotten' });
  await expect.poll(() => noteOf(page, 'done')).toMatchObject({ result: 'success' });
  await startFetch(page, 'running', [running.url], { title: 'To be ended' });
  await expect.poll(() => running.requests()[0]?.bytesSent).toBe(2 * MB);
  const keys = [(await jobOf(driver, 'To be forgotten'))!.job, (await jobOf(driver, 'To be ended'))!.job];
  await options.fill('keep-days', 33);
  await ask(driver, 'setConsent', { origin: 'https://never.example', consent: 'block' });

  await byMouse(options.page, 'Clear everything');
  expect(await pressButton(options.page, 'Clear everything')).toBe(true);
  await expect.poll(() => noteOf(page, 'running')).toMatchObject({ type: 'backgroundfetchabort' });
  await expect.poll(() => ask(driver, 'list', null)).toEqual([]);
  await expect.poll(() => ask(driver, 'consents', null)).toEqual([]);
  await expect.poll(() => ask(driver, 'settings', null)).toMatchObject({ keepDays: 7 });
  expect(running.requests()[0]!.closed).toBe(true);
  // Sites are told of the end before their data go; an alarm that comes a moment too early is followed by one a minute later.
  for (const key of keys) await expect.poll(() => bytesOnDisk(driver, key), { timeout: 90_000 }).toBeNull();
  await options.close();
});
