/** The demo: a podcast's episode goes on downloading after its tab is closed, and the site's own service worker puts it into the site's own cache. */

import { mkdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { openBrowser } from './demo-browsers.mjs';
import { COMPANION, startDemoServer } from './demo-server.mjs';
import { ProgressLine } from './progress-line.mjs';
import { root, say } from './setup.mjs';

const MB = 1e6;
/** Milliseconds without one more byte, or after the last one, until the demo gives up. */
const PATIENCE = 60_000;

/** Runs a part of the demo; its error then says what it was. */
async function step(what, work) {
  try {
    return await work();
  } catch (error) {
    throw new Error(`${what}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}

async function until(what, condition, patience = PATIENCE) {
  for (const end = Date.now() + patience; Date.now() < end; await wait(100)) if (await condition()) return;
  throw new Error(`${what}: not within ${patience / 1000} seconds`);
}

/**
 * @param {{ browser: 'firefox' | 'chromium', size: number, stay: boolean, companion: string | null }} options `size` in bytes
 * @returns {Promise<number>} exit code
 */
export async function demo({ browser: browserName, size, stay, companion }) {
  // On a slow machine the tab must not be too late to close half-way.
  const server = await startDemoServer({ size, bytesPerSecond: 40 * MB, holdAt: stay ? Infinity : size * 0.6, companion });
  let browser = null;
  try {
    const expected = server.expected();
    browser = await step(`starting ${browserName} with the extension`, () => openBrowser(browserName));
    say(`Browser      ${browser.name}`);
    say(`Site         ${server.url} (its episode: ${(size / MB).toFixed(0)} MB)`);
    say(companion === null ? 'Its worker   demo/sw.js as it is' : `Its worker   demo/sw.js with one line before it: importScripts('${COMPANION}')`);
    return stay ? await explore(browser, server) : await watch(browser, server, { size, expected });
  } finally {
    await browser?.close().catch(() => {});
    server.close();
  }
}

async function explore({ browser, headless, open }, server) {
  await step('opening the site', () => open(server.url));
  say(headless ? '\nThere is no display, so there is nothing to see: set DISPLAY, or run without --stay.' : '\nThe browser is yours. Close it, or press Ctrl-C here, to end.');
  await Promise.race([new Promise((resolve) => browser.once('disconnected', resolve)), new Promise((resolve) => process.once('SIGINT', resolve))]);
  return 0;
}

async function watch(browser, server, { size, expected }) {
  const { seen } = server;
  const began = Date.now();
  const page = await step('opening the site', async () => {
    const opened = await browser.open(server.url);
    await opened.waitForSelector('[data-ready]', { timeout: 20_000 });
    if ((await opened.$('#download:enabled')) === null) throw new Error(`the page says "${await statusOf(opened)}"`);
    return opened;
  });
  await step('starting the download', async () => {
    await page.click('#download');
    await until('no request for the episode', async () => {
      const status = await statusOf(page);
      if (status.startsWith('Not ')) throw new Error(`the page says "${status}"`);
      return seen.sent > 0;
    });
  });

  const line = new ProgressLine(size, () => seen.sent);
  let screenshot = '';
  try {
    await line.until(0.3, PATIENCE);
    const popup = await step('opening the popup', () => browser.openPopup());
    await line.until(0.5, PATIENCE);
    await step('closing the tab', () => page.close());
    line.note('tab closed, no page of the site is open');
    screenshot = await step('picturing the popup', () => photograph(popup));
    line.note(`popup pictured and closed: ${screenshot}`);
    server.goOn();
    await line.until(1, PATIENCE);
  } finally {
    line.end();
  }

  await step('delivering to the service worker', () => until('the service worker did not report', () => seen.reports.length > 0));
  const took = (Date.now() - began) / 1000;
  if (seen.reports[0] !== 'stored') throw new Error(`the service worker got the event of a failed fetch: ${seen.reports[0]}`);
  say('Event        backgroundfetchsuccess, handled by the site’s service worker');

  const found = await step('reading the cache from a page of the site', () => readCache(browser, server));
  if (found.pagesOpen !== 0) throw new Error(`the service worker saw ${found.pagesOpen} open page(s) of its site when it got the event`);
  say('Pages open   0 of this site, as the service worker saw it');
  say(`Requests     ${seen.requests} for the episode`);
  say(`Bytes        ${found.bytes} of ${size} in the site’s cache`);
  say(`SHA-256      ${expected} expected`);
  say(`             ${found.sha256} found`);
  say(`Time         ${took.toFixed(1)} s (${(size / MB / took).toFixed(0)} MB/s; the server sends 40 MB/s)`);
  say(`Screenshot   ${screenshot}`);
  const same = found.bytes === size && found.sha256 === expected;
  say(same ? '\nThe same file.' : '\nFailed: not the same file.');
  return same ? 0 : 1;
}

const statusOf = (page) => page.$eval('#status', (element) => element.textContent);

/** A picture of the popup as it stands, in .artifacts. */
async function photograph(popup) {
  const path = join(root, '.artifacts', 'demo-popup.png');
  await mkdir(join(root, '.artifacts'), { recursive: true });
  await popup.waitForSelector('.job', { timeout: 15_000 });
  await popup.screenshot({ path });
  await popup.close();
  return relative(root, path);
}

/** What the site's cache holds, read by a page of the site and hashed by the server it sends it to. */
async function readCache(browser, server) {
  const page = await browser.open(server.url);
  return page.evaluate(async () => {
    const cache = await caches.open('episodes');
    const [episode, notes] = await Promise.all([cache.match('episodes/12.wav'), cache.match('notes.json')]);
    if (!episode || !notes) throw new Error('the cache does not hold the episode');
    const { pagesOpen } = await notes.json();
    const hashed = await fetch('hash', { method: 'POST', body: await episode.blob() });
    return { pagesOpen, ...(await hashed.json()) };
  });
}
