import { startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { pressButton } from '../fixtures/popup';
import type { TestServer } from '../fixtures/server/server';
import { frontTab, openWindow } from '../fixtures/tabs';
import { expect, test } from '../fixtures/test';

/** The browser refuses other origins, and a second window. */
const opened = ['InvalidAccessError', 'opened', 'InvalidAccessError'];

const openedPages = ({ log }: TestServer): string[] => log.entries.filter(({ path }) => path.endsWith('/opened.html')).map(({ host, path }) => `http://${host}${path}`);

const reportsOf = ({ reports }: TestServer, name: 'type' | 'heard', value: string): unknown[] => (reports as Record<string, unknown>[]).filter((report) => report[name] === value);
const clicks = (server: TestServer): unknown[] => reportsOf(server, 'type', 'backgroundfetchclick');

/** A fetch that is over, events and all: one cut off by the end of a test would have its event brought to a site that is gone. */
const finishFetch = async (page: Page, server: TestServer, id: string, title: string): Promise<void> => {
  await startFetch(page, id, [server.file('/episode', {}).url], { title });
  await expect.poll(() => reportsOf(server, 'type', 'backgroundfetchsuccess')).toHaveLength(1);
};

/** One click on that title. */
const click = (popup: Page, title: string): Promise<void> => expect.poll(() => pressButton(popup, title)).toBe(true);

/** Another one: as often as it takes, for one while the last is still being handled is part of that. So what comes of it may come once more. */
const clickAgain = async (popup: Page, server: TestServer, title: string): Promise<void> => {
  const before = clicks(server).length;
  const press = async (): Promise<number> => ((await pressButton(popup, title)) ? clicks(server).length : -1);
  await expect.poll(press, 'a later click is another event').toBeGreaterThan(before);
};

test('a click on the title of a running fetch is told to the worker, which opens one page of its site', async ({ driver, open, server }) => {
  const file = server.file('/episode', {}, { holdAt: 10 });
  const page = await open(`${server.origin}/click/`);
  await startFetch(page, 'running', [file.url], { title: 'Running episode' });

  const popup = await driver.extensionPage('popup.html');
  await click(popup, 'Running episode');

  await expect.poll(() => server.reports).toEqual([{ type: 'backgroundfetchclick', id: 'running', result: '', opened }]);
  await expect.poll(() => openedPages(server)).toEqual([`${server.origin}/click/opened.html`]);

  await clickAgain(popup, server, 'Running episode');
  await expect.poll(() => openedPages(server).length - server.reports.length, 'with one page of its own').toBe(0);
  await popup.close();
});

test('a click on the title of a finished fetch is told to the worker as well', async ({ driver, open, server }) => {
  const file = server.file('/episode', {});
  const page = await open(`${server.origin}/click/`);
  await startFetch(page, 'finished', [file.url], { title: 'Finished episode' });
  await expect.poll(() => server.reports).toEqual([expect.objectContaining({ type: 'backgroundfetchsuccess' })]);
  await driver.killBackground();

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => popup.evaluate(() => document.querySelector('[data-section=finished] .title')?.textContent)).toBe('Finished episode');
  await click(popup, 'Finished episode');

  await expect.poll(() => server.reports.at(-1)).toEqual({ type: 'backgroundfetchclick', id: 'finished', result: 'success', opened });
  await expect.poll(() => openedPages(server)).toEqual([`${server.origin}/click/opened.html`]);
  await popup.close();
});

for (const { id, how } of [
  { id: 'greet', how: 'at its address' },
  { id: 'redirected', how: 'behind a redirect' },
]) {
  test(`openWindow() in a click's handler gives the client of the page that it opened, no older one: ${how}`, async ({ driver, open, server }) => {
    server.file('/click/redirected', {}, { redirectTo: '/click/opened.html' });
    const older = await open(`${server.origin}/click/opened.html`);
    await older.evaluate(() => void (document.title = 'Older'));
    await finishFetch(older, server, id, `Greeted ${how}`);

    const popup = await driver.extensionPage('popup.html');
    await click(popup, `Greeted ${how}`);
    await expect.poll(() => clicks(server)).toEqual([{ type: 'backgroundfetchclick', id, result: 'success', client: `${server.origin}/click/opened.html` }]);
    await expect.poll(() => reportsOf(server, 'heard', 'welcome'), 'a message to that client arrives in that page').toEqual([{ heard: 'welcome', at: '/click/opened.html', by: 'Episodes' }]);
    await popup.close();
  });
}

test("focus() in a click's handler brings that page before the person, and is the one thing that a click allows", async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/click/`);
  const second = await open(`${server.origin}/click/opened.html`);
  await finishFetch(page, server, 'focus', 'Bring me back');
  const popup = await driver.extensionPage('popup.html');
  expect(await frontTab(popup), 'another tab is in front').not.toContain(server.origin);

  await click(popup, 'Bring me back');
  const focused = { type: 'backgroundfetchclick', id: 'focus', result: 'success', shown: `${server.origin}/click/`, again: 'InvalidAccessError' };
  await expect.poll(() => clicks(server)).toEqual([focused]);
  await expect.poll(() => frontTab(popup)).toBe(`${server.origin}/click/`);
  await expect.poll(() => page.evaluate(() => [document.visibilityState, document.hasFocus()])).toEqual(['visible', true]);

  // Its client keeps the address with which it came.
  await page.evaluate(() => history.pushState(null, '', '?moved'));
  await second.close();
  await open(`${server.otherOrigin}/unrelated/`);
  expect(await frontTab(popup)).toBe(`${server.otherOrigin}/unrelated/`);
  await clickAgain(popup, server, 'Bring me back');
  await expect.poll(() => frontTab(popup), 'the only one of its origin').toBe(`${server.origin}/click/?moved`);
  expect(clicks(server)[1]).toEqual(focused);
  expect(openedPages(server), 'none but the one that the test has opened').toHaveLength(1);
  await popup.close();
});

test('a handler that focuses the window there is, or else opens one, does either', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/click/`);
  await finishFetch(page, server, 'focus', 'Whatever there is');
  await page.close();

  const popup = await driver.extensionPage('popup.html');
  await click(popup, 'Whatever there is');
  const shown = { type: 'backgroundfetchclick', id: 'focus', result: 'success', shown: `${server.origin}/click/opened.html`, again: 'InvalidAccessError' };
  await expect.poll(() => clicks(server)).toEqual([shown]);
  await expect.poll(() => frontTab(popup)).toBe(shown.shown);

  await open(`${server.otherOrigin}/unrelated/`);
  expect(await frontTab(popup)).toBe(`${server.otherOrigin}/unrelated/`);
  await clickAgain(popup, server, 'Whatever there is');
  await expect.poll(() => frontTab(popup)).toBe(shown.shown);
  expect(clicks(server)[1]).toEqual(shown);
  expect(openedPages(server), 'no second one').toHaveLength(1);
  await popup.close();
});

test("focus() in a click's handler brings a window from behind another one", async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/click/`);
  await finishFetch(page, server, 'focus', 'Behind');
  const popup = await driver.extensionPage('popup.html');
  const closeWindow = await openWindow(popup, `${server.otherOrigin}/unrelated/`);
  await expect.poll(() => frontTab(popup)).toBe(`${server.otherOrigin}/unrelated/`);
  await click(popup, 'Behind');
  await expect.poll(() => frontTab(popup)).toBe(`${server.origin}/click/`);
  await closeWindow();
  await popup.close();
});
