/**
 * What pages pay that never use the API: the same pages in browsers without the extension, with content scripts of no text, and with ours.
 * Options: --quick (only that pages wake no background), --rounds N (default 9), --browser firefox|chromium (default: both), --json <file>. Prints Markdown.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from '../../fixtures/drivers/chromium.ts';
import type { Driver, DriverOptions } from '../../fixtures/drivers/driver.ts';
import { launchFirefox } from '../../fixtures/drivers/firefox.ts';
import { machine, startServer } from '../start-server.ts';
import { emptyBuild, markedBuild, type Build } from './builds.ts';
import { openPlainPage, pageCost, scriptTimes, stopBackground, wakesBackground, workerCost } from './measure.ts';
import { pageTable, scriptTable, workerTable, type Results } from './table.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '9' },
    browser: { type: 'string' },
    json: { type: 'string' },
  },
});

const BROWSERS = (['firefox', 'chromium'] as const).filter((name) => options.browser === undefined || options.browser === name);
type BrowserName = (typeof BROWSERS)[number];

const launch = (name: BrowserName, how: DriverOptions): Promise<Driver> => (name === 'firefox' ? launchFirefox(how) : launchChromium('chromium', how));

const rounds = Number(options.rounds);

/** Everything with one browser; what it opens is closed in the end, however that comes. */
const withBrowser = async <R>(name: BrowserName, use: (open: (how: DriverOptions) => Promise<Driver>, builds: { empty: Build; marked: Build }) => Promise<R>): Promise<R> => {
  const target = name === 'firefox' ? 'firefox' : 'chrome';
  const builds = { empty: await emptyBuild(target), marked: await markedBuild(target) };
  const drivers: Driver[] = [];
  const open = async (how: DriverOptions): Promise<Driver> => {
    const driver = await launch(name, how);
    drivers.push(driver);
    return driver;
  };
  try {
    return await use(open, builds);
  } finally {
    for (const driver of drivers) await driver.close();
    for (const build of Object.values(builds)) await build.remove();
  }
};

const measure = (name: BrowserName, origin: string): Promise<Results> =>
  withBrowser(name, async (open, { empty, marked }) => {
    const ours = await open({ extension: true });
    const contenders = [
      { name: 'without', driver: await open({ extension: false }) },
      { name: 'scripts of no text', driver: await open({ extension: true, build: empty.folder }) },
      { name: 'ours', driver: ours },
    ];
    const results: Results = { browser: name, contenders: contenders.map((contender) => ({ name: contender.name, pages: [], workers: [] })), scripts: [], wakeUps: 0 };
    // The first round only warms up.
    for (let round = 0; round <= rounds; round++) {
      for (const [place, { driver }] of contenders.entries()) {
        const cost = await pageCost(driver, origin);
        if (round > 0) results.contenders[place]!.pages.push(cost);
      }
    }
    for (let round = 0; round <= rounds; round++) {
      for (const [place, { driver }] of contenders.entries()) {
        const page = await openPlainPage(driver, origin);
        if (place > 0) await stopBackground(driver);
        const cold = await workerCost(page, `cold-${round}`);
        const cost = { cold, plain: await workerCost(page, `plain-${round}`), mentions: await workerCost(page, `mentions-${round}`) };
        await page.close();
        if (round > 0) results.contenders[place]!.workers.push(cost);
      }
    }
    for (let round = 0; round < rounds; round++) if (await wakesBackground(ours, origin)) results.wakeUps += 1;
    const driver = await open({ extension: true, build: marked.folder });
    for (let round = 0; round < rounds; round++) results.scripts.push(await scriptTimes(driver, origin));
    return results;
  });

const mustNotWake = (name: BrowserName, origin: string): Promise<void> =>
  withBrowser(name, async (open) => {
    if (await wakesBackground(await open({ extension: true }), origin)) throw new Error(`${name}: a page that does not use the API starts the background`);
    console.log(`${name}: a page that does not use the API starts no background; one that does, does`);
  });

console.log(`${machine}\n`);
const server = await startServer();
try {
  const all: Results[] = [];
  for (const name of BROWSERS) {
    if (options.quick) {
      await mustNotWake(name, server.origin);
      continue;
    }
    const results = await measure(name, server.origin);
    all.push(results);
    console.log([pageTable(results), scriptTable(results), workerTable(results)].join('\n'));
  }
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ machine, results: all }, null, 1)}\n`);
} finally {
  server.stop();
}
