/**
 * How long the popup takes to open and a stopped background to answer, with a hundred jobs and with as many as one may come to have, and for how
 * much of each second that passes the open popup keeps its thread at work.
 * Options: --opens N (default 10), --state <part of a name>, --browser firefox|chromium (default: both). Prints Markdown; medians, least–most, milliseconds.
 */

import { fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { launchChromium } from '../fixtures/drivers/chromium.ts';
import type { Driver, Page } from '../fixtures/drivers/driver.ts';
import { launchFirefox } from '../fixtures/drivers/firefox.ts';
import { seed, type State } from './seed.ts';
import { spreadOf } from './statistics.ts';

const { values: options } = parseArgs({ options: { opens: { type: 'string', default: '10' }, state: { type: 'string', default: '' }, browser: { type: 'string' } } });

/** Fetches that run, that the person has paused, and that have ended. */
const STATES: (State & { name: string })[] = [
  { name: '100 jobs', running: 10, paused: 5, finished: 85 },
  { name: '500 jobs, 10,000 in history', running: 50, paused: 450, finished: 10_000 },
];

declare const chrome: {
  runtime: { connect(info: { name: string }): { postMessage(message: unknown): void; disconnect(): void; onMessage: { addListener(listener: (message: { reply?: number }) => void): void } } };
};

const firstPaint = (page: Page): Promise<number | null> => page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? null);

/** The browser's own share: a page of the extension with nothing of ours to run. */
const openIcon = async (driver: Driver): Promise<number> => {
  const icon = await driver.extensionPage('icon/128.png');
  for (;;) {
    const paint = await firstPaint(icon);
    if (paint !== null) {
      await icon.close();
      return paint;
    }
    await delay(50);
  }
};

/** The popup says when its rows are in the document; how it is painted the browser says. */
const openPopup = async (driver: Driver): Promise<{ paint: number; rows: number }> => {
  const popup = await driver.extensionPage('popup.html');
  for (;;) {
    const [paint, rows] = [await firstPaint(popup), await popup.evaluate(() => performance.getEntriesByName('rows')[0]?.startTime ?? null)];
    if (paint !== null && rows !== null) {
      await popup.close();
      return { paint, rows };
    }
    await delay(50);
  }
};

/** Milliseconds of each second in which a page does not get to what it has asked to be called for. */
const busyOf = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const [asked, seconds] = [4, 10];
    const began = performance.now();
    let busy = 0;
    for (let last = began; last < began + seconds * 1000; ) {
      // A chain of timers alone would be slowed down.
      await new Promise<void>((resolve) => {
        const channel = new MessageChannel();
        channel.port1.addEventListener('message', () => resolve());
        channel.port1.start();
        setTimeout(() => channel.port2.postMessage(null), asked);
      });
      const now = performance.now();
      // What a timer is late by itself.
      if (now - last > asked + 8) busy += now - last - asked;
      last = now;
    }
    return busy / seconds;
  });

/** From a call that wakes a stopped background to its answer, on a page that asks nothing by itself. */
const startBackground = async (driver: Driver, page: Page): Promise<number> => {
  await driver.killBackground();
  return page.evaluate(async () => {
    const began = performance.now();
    const port = chrome.runtime.connect({ name: 'ui' });
    await new Promise<void>((resolve) => {
      port.onMessage.addListener(({ reply }) => reply === 1 && resolve());
      port.postMessage({ call: 1, name: 'settings', payload: null });
    });
    const took = performance.now() - began;
    port.disconnect();
    return took;
  });
};

const shown = (values: number[]): string => {
  const { median, least, most } = spreadOf(values);
  return `${median.toFixed(0)} (${least.toFixed(0)}–${most.toFixed(0)})`;
};

const measure = async (driver: Driver): Promise<string[]> => {
  const page = await driver.extensionPage('icon/128.png');
  const opens: Awaited<ReturnType<typeof openPopup>>[] = [];
  const icons: number[] = [];
  const starts: number[] = [];
  // The first one only warms up.
  for (let turn = 0; turn <= Number(options.opens); turn++) {
    const [icon, opened] = [await openIcon(driver), await openPopup(driver)];
    if (turn === 0) continue;
    icons.push(icon);
    opens.push(opened);
  }
  const popup = await driver.extensionPage('popup.html');
  const busy = await busyOf(popup);
  await popup.close();
  for (let turn = 0; turn <= Number(options.opens); turn++) {
    const start = await startBackground(driver, page);
    if (turn > 0) starts.push(start);
  }
  await page.close();
  return [shown(icons), shown(opens.map(({ paint }) => paint)), shown(opens.map(({ rows }) => rows)), shown(starts), busy.toFixed(0)];
};

const server = fork(path.join(import.meta.dirname, 'server.ts'));
const [port] = (await once(server, 'message')) as [number];
const launchers = [...(options.browser === 'chromium' ? [] : [() => launchFirefox({ extension: true })]), ...(options.browser === 'firefox' ? [] : [() => launchChromium('chromium')])];
console.log('| | paint of an icon | first paint | rows | background’s answer from a stop | at work while open, ms a second |\n| --- | ---: | ---: | ---: | ---: | ---: |');
try {
  for (const launch of launchers) {
    for (const state of STATES.filter(({ name }) => name.includes(options.state))) {
      const driver = await launch();
      try {
        await seed(driver, `http://localhost:${port}`, state);
        console.log(`| ${driver.name === 'firefox' ? 'Firefox' : 'Chromium'}, ${state.name} | ${(await measure(driver)).join(' | ')} |`);
      } finally {
        await driver.close();
      }
    }
  }
} finally {
  server.disconnect();
}
