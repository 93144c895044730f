import { startFetch } from '../fixtures/background-fetch';
import { pressButton } from '../fixtures/popup';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

/** The browser refuses other origins, and a second window. */
const opened = ['InvalidAccessError', 'opened', 'InvalidAccessError'];

const openedPages = ({ log }: TestServer): string[] => log.entries.filter(({ path }) => path.endsWith('/opened.html')).map(({ host, path }) => `http://${host}${path}`);

test('a click on the title of a running fetch is told to the worker, which opens one page of its site', async ({ driver, open, server }) => {
  const file = server.file('/episode', {}, { holdAt: 10 });
  const page = await open(`${server.origin}/click/`);
  await startFetch(page, 'running', [file.url], { title: 'Running episode' });

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, 'Running episode')).toBe(true);

  await expect.poll(() => server.reports).toEqual([{ type: 'backgroundfetchclick', id: 'running', result: '', opened }]);
  await expect.poll(() => openedPages(server)).toEqual([`${server.origin}/click/opened.html`]);

  // A click while the last one is still being handled is part of that one.
  const pressAgain = async (): Promise<number> => ((await pressButton(popup, 'Running episode')) ? server.reports.length : -1);
  await expect.poll(pressAgain, 'a later click is another event').toBeGreaterThan(1);
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
  await expect.poll(() => pressButton(popup, 'Finished episode')).toBe(true);

  await expect.poll(() => server.reports.at(-1)).toEqual({ type: 'backgroundfetchclick', id: 'finished', result: 'success', opened });
  await expect.poll(() => openedPages(server)).toEqual([`${server.origin}/click/opened.html`]);
  await popup.close();
});
