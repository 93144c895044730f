/**
 * Ways to get a load, side by side in one run. Options: --quick (small loads, one round: only to see that it runs), --rounds N (default 5),
 * --load <part of a name>, --browser firefox|chromium (default: both), --json <file>. Prints Markdown.
 */

import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { launchChromium } from '../fixtures/drivers/chromium.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';
import { launchFirefox } from '../fixtures/drivers/firefox.ts';
import { byBackgroundFetch, byCachePut, byFetch, curl, type Contender } from './contenders.ts';
import { costsOf } from './costs.ts';
import { bytesOf, LOADS, QUICK_LOADS, type Load } from './loads.ts';
import { machine, startServer } from './start-server.ts';
import { touchMemory } from './touch-memory.ts';
import { tableOf, type LoadResults, type Result } from './table.ts';

const { values: options } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    rounds: { type: 'string', default: '5' },
    load: { type: 'string', default: '' },
    browser: { type: 'string' },
    json: { type: 'string' },
  },
});

const openPage = async (driver: Driver, origin: string) => {
  const page = await driver.newPage(`${origin}/${driver.companion ? 'companion' : 'plain'}/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  return page;
};

/** More than is needed: the system need not use what was given back last. After three times the load 1 GiB took the same browser from 2.9 to 5.3 s, after eight times 2.8 to 3.7 s. */
const prepare = (load: Load): Promise<void> => touchMemory(8 * bytesOf(load));

/** The rivals run in the browser that has nothing of ours, where there is one. */
const contendersOf = async (drivers: Driver[], origin: string): Promise<Contender[]> => {
  const contenders: Contender[] = [curl(origin)];
  for (const driver of drivers) {
    const page = await openPage(driver, origin);
    const browser = driver.name === 'firefox' ? 'Firefox' : 'Chromium';
    if (driver.name !== 'chromium') contenders.push(byFetch(`${browser}: fetch, thrown away`, driver, page), byCachePut(`${browser}: cache.put(fetch())`, driver, page));
    contenders.push(byBackgroundFetch(`${browser}: Background Fetch, ${driver.extension ? 'ours' : 'its own'}`, driver, page, origin));
  }
  return contenders;
};

const launchAll = async (): Promise<Driver[]> => {
  const chosen = options.browser;
  const drivers: Driver[] = [];
  if (chosen !== 'chromium') drivers.push(await launchFirefox({ extension: true }));
  if (chosen !== 'firefox') drivers.push(await launchChromium('native'), await launchChromium('chromium'));
  return drivers;
};

const measure = async (contenders: Contender[], rounds: number): Promise<LoadResults[]> => {
  const all: LoadResults[] = [];
  for (const load of (options.quick ? QUICK_LOADS : LOADS).filter(({ name }) => name.includes(options.load))) {
    const results = contenders.map(({ name }): Result => ({ contender: name, times: [], costs: [] }));
    for (let round = load.rounds === undefined ? 0 : 1; round <= (load.rounds ?? rounds); round++) {
      for (const [place, contender] of contenders.entries()) {
        await prepare(load);
        const times = await contender.run(load, `${all.length}-${round}`);
        // The first round only warms up.
        if (round > 0) results[place]!.times.push(times);
      }
    }
    for (let round = 0; round < rounds && load.rounds === undefined; round++) {
      for (const [place, contender] of contenders.entries()) {
        if (contender.driver === null) continue;
        await prepare(load);
        results[place]!.costs.push(await costsOf(contender.driver, () => contender.run(load, `${all.length}-costs-${round}`)));
      }
    }
    all.push({ load: load.name, results });
    console.log(tableOf(all.at(-1)!, contenders[0]!.name));
  }
  return all;
};

console.log(`${machine}\n`);
const server = await startServer();
const drivers: Driver[] = [];
try {
  drivers.push(...(await launchAll()));
  const results = await measure(await contendersOf(drivers, server.origin), options.quick ? 1 : Number(options.rounds));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify({ machine, results }, null, 1)}\n`);
} finally {
  for (const driver of drivers) await driver.close();
  server.stop();
}
