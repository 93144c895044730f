import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { abortAll } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { startServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';
import { compareOutcomes, type Outcomes } from './webidl-compare';
import { killers } from './webidl-differences';

/** What native Chromium made of each case. `RECORD_NATIVE=1 npm run e2e -- --project=native webidl` writes it anew. */
const NATIVE = path.join(import.meta.dirname, 'webidl-native.json');

// Of sites/webidl/.
declare const groups: Record<string, object>;
declare const begin: (url: string) => Promise<void>;
declare const run: (group: string, skipped: readonly string[], atOnce: number) => Promise<Outcomes>;

const runAll = async (page: Page, skipped: readonly string[], atOnce: number): Promise<Outcomes> => {
  const outcomes: Outcomes = {};
  for (const group of await page.evaluate(() => Object.keys(groups))) {
    // A page that dies here names the group.
    const found = await test.step(group, () => page.evaluate((...given) => run(...given), group, skipped, atOnce));
    Object.assign(outcomes, found);
  }
  return outcomes;
};

test('arguments of every kind come to what native Chromium makes of them', async ({ driver }) => {
  test.setTimeout(180_000);
  // Not the fixture: most of these requests are for paths that nobody put there.
  const server = await startServer({ companion: driver.companion });
  const { url } = server.file('/running', {}, { holdAt: 10 });
  const page = await driver.newPage(`${server.origin}/webidl/`);
  try {
    await page.evaluate((url) => begin(url), url);
    // Native Chromium rejects some of the fetches that are started while others are being aborted.
    const outcomes = driver.name === 'native' ? await runAll(page, killers.map(({ name }) => name), 1) : await runAll(page, [], 8);
    if (driver.name === 'native' && process.env['RECORD_NATIVE']) writeFileSync(NATIVE, `${JSON.stringify(outcomes, null, 1)}\n`);
    const native = JSON.parse(readFileSync(NATIVE, 'utf8')) as Outcomes;
    expect(compareOutcomes(driver.name, native, outcomes)).toEqual([]);
  } finally {
    // A fetch left behind would take the next test's place in the queue.
    await abortAll(page).catch(() => {});
    await page.close().catch(() => {});
    await server.close();
  }
});
