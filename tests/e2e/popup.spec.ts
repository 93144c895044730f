import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { byKeyboard, byMouse, textOf } from '../fixtures/popup';
import type { ServedFile } from '../fixtures/server/file';
import { expect, test } from '../fixtures/test';

const SIZE = 4_000_000;
const HALF = { holdAt: SIZE / 2 };

const half = (file: ServedFile): Promise<void> => expect.poll(() => file.requests().at(-1)?.bytesSent).toBe(HALF.holdAt);
/** Where the row of that title stands; null: nowhere. Fetches of other tests are on the list as well. */
const sectionOf = (popup: Page, title: string): Promise<string | undefined> =>
  popup.evaluate((title) => [...document.querySelectorAll<HTMLElement>('.job')].find((job) => job.querySelector('.title')!.textContent === title)?.dataset['section'], title);
const firstTitle = (popup: Page): Promise<string | undefined> => popup.evaluate(() => document.querySelector('.job .title')?.textContent);

for (const [how, use] of [['mouse', byMouse], ['keyboard', byKeyboard]] as const) {
  test(`pausing, resuming and removing by ${how}`, async ({ driver, open, server }) => {
    const file = server.file('/episode', { size: SIZE }, HALF, {});
    const page = await open(`${server.origin}/classic/`);
    await startFetch(page, 'paused', [file.url], { title: 'Episode 71', downloadTotal: SIZE });
    await half(file);

    const popup = await driver.extensionPage('popup.html');
    await use(popup, 'Pause: Episode 71');
    await expect.poll(() => sectionOf(popup, 'Episode 71')).toBe('waiting');
    await expect.poll(() => file.requests()[0]?.closed, 'the connection is given up').toBe(true);

    file.release();
    await use(popup, 'Resume: Episode 71');
    await expect.poll(() => sectionOf(popup, 'Episode 71')).toBe('finished');
    await expect.poll(() => noteOf(page, 'paused')).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: SIZE });
    expect(file.requests().map(({ headers }) => headers.range), 'it went on where it was').toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-/)]);

    await use(popup, 'Remove: Episode 71');
    await expect.poll(() => sectionOf(popup, 'Episode 71')).toBeNull();
    await popup.close();
  });

  test(`retrying at once, and cancelling by ${how}`, async ({ driver, open, server }) => {
    const file = server.file('/episode', { size: SIZE }, { status: 503, headers: { 'retry-after': '3600' } }, HALF);
    const page = await open(`${server.origin}/classic/`);
    await startFetch(page, 'retried', [file.url], { title: 'Episode 81', downloadTotal: SIZE });

    const popup = await driver.extensionPage('popup.html');
    await expect.poll(() => textOf(popup)).toContain('The server has asked to wait. Trying again in 60 minutes.');
    await use(popup, 'Retry now: Episode 81');
    await half(file);
    await expect.poll(() => sectionOf(popup, 'Episode 81')).toBe('running');

    await use(popup, 'Cancel: Episode 81');
    await expect.poll(() => noteOf(page, 'retried')).toMatchObject({ type: 'backgroundfetchabort', failureReason: 'aborted' });
    await expect.poll(() => textOf(popup)).toContain('Cancelled');
    await popup.close();
  });
}

test('the popup may be closed and opened again while a fetch runs', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: SIZE }, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'watched', [file.url], { title: 'Episode 91', downloadTotal: SIZE });
  await half(file);
  for (let times = 0; times < 3; times += 1) {
    const popup = await driver.extensionPage('popup.html');
    await expect.poll(() => textOf(popup)).toMatch(/Episode 91 [12]\.\d MB of 4 MB/);
    await popup.close();
  }
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => sectionOf(popup, 'Episode 91')).toBe('running');
  file.release();
  await expect.poll(() => sectionOf(popup, 'Episode 91')).toBe('finished');
  await expect.poll(() => noteOf(page, 'watched')).toMatchObject({ result: 'success' });
  await popup.close();
  expectOneGetEach(file);
});

test('the popup outlives a background that is stopped under it', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: SIZE }, HALF, {});
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'outlived', [file.url], { title: 'Episode 121', downloadTotal: SIZE });
  await half(file);
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => sectionOf(popup, 'Episode 121')).toBe('running');

  await driver.killBackground();
  file.release();
  await expect.poll(() => sectionOf(popup, 'Episode 121')).toBe('finished');
  await byMouse(popup, 'Remove: Episode 121');
  await expect.poll(() => sectionOf(popup, 'Episode 121')).toBeNull();
  expect(await textOf(popup)).not.toContain('Reconnecting');
  await popup.close();
});

test('two windows of the list show the same, whichever is used', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: SIZE }, HALF, {});
  const page = await open(`${server.origin}/classic/`);
  const [one, two] = [await driver.extensionPage('popup.html'), await driver.extensionPage('popup.html')];
  await startFetch(page, 'shown twice', [file.url], { title: 'Episode 101', downloadTotal: SIZE });
  await half(file);

  await byMouse(one, 'Pause: Episode 101');
  await expect.poll(() => sectionOf(two, 'Episode 101')).toBe('waiting');
  file.release();
  await byMouse(two, 'Resume: Episode 101');
  for (const popup of [one, two]) await expect.poll(() => sectionOf(popup, 'Episode 101')).toBe('finished');
  await byMouse(one, 'Remove: Episode 101');
  await expect.poll(() => sectionOf(two, 'Episode 101')).toBeNull();
  await one.close();
  await two.close();
});

test('a title of markup and ten thousand characters is two lines of text', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: SIZE }, HALF);
  const page = await open(`${server.origin}/classic/`);
  const title = `<img src=x onerror="document.title='run'"><b>${'x'.repeat(10_000)}</b>`;
  await startFetch(page, 'titled', [file.url], { title, downloadTotal: SIZE });

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => firstTitle(popup)).toMatch(/^<img src=x onerror="document\.title='run'"><b>x{200,}…$/);
  const seen = await popup.evaluate(() => ({
    elements: document.querySelectorAll('.job img, .job b').length,
    tooWide: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    height: document.querySelector('.job')!.getBoundingClientRect().height,
    title: document.title,
  }));
  expect(seen).toEqual({ elements: 0, tooWide: 0, height: expect.any(Number), title: 'Background downloads' });
  expect(seen.height).toBeLessThan(150);
  await popup.close();
});

test('the keyboard goes through the list with up and down', async ({ driver, open, server }) => {
  const files = [server.file('/a', { size: SIZE }, HALF), server.file('/b', { size: SIZE }, HALF)];
  const page = await open(`${server.origin}/classic/`);
  for (const [index, file] of files.entries()) {
    await startFetch(page, `row ${index}`, [file.url], { title: `Row ${index}`, downloadTotal: SIZE });
    await half(file);
  }
  const popup = await driver.extensionPage('popup.html');
  const focused = (): Promise<string | undefined> => popup.evaluate(() => document.activeElement?.ariaLabel ?? document.activeElement?.textContent);
  for (const title of ['Row 0', 'Row 1']) await expect.poll(() => sectionOf(popup, title)).toBe('running');
  while ((await focused()) !== 'Pause: Row 1') await popup.press('Tab');
  await popup.press('ArrowDown');
  expect(await focused()).toBe('Pause: Row 0');
  await popup.press('ArrowUp');
  expect(await focused()).toBe('Pause: Row 1');
  await popup.press(' ');
  await expect.poll(focused, 'the focus goes with the job').toBe('Resume: Row 1');
  await expect.poll(() => sectionOf(popup, 'Row 1')).toBe('waiting');
  await popup.close();
});

test('axe has nothing against the popup, empty or with a fetch', async ({ driver, open, server }) => {
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => textOf(popup)).not.toBe('');
  expect(await popup.violations()).toEqual([]);
  const file = server.file('/episode', { size: SIZE }, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'checked', [file.url], { title: 'Episode 111', downloadTotal: SIZE });
  await expect.poll(() => textOf(popup)).toContain('Episode 111');
  expect(await popup.violations()).toEqual([]);
  await popup.close();
});
