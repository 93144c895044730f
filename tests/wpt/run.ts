import expectationsFile from './expectations.json' with { type: 'json' };
import { launchChromium } from '../fixtures/drivers/chromium.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';
import { launchFirefox } from '../fixtures/drivers/firefox.ts';
import { addCompanion } from './companion.ts';
import { comparePage, type Comparison, type Expectation } from './expectations.ts';
import { listPages, type TestPage } from './pages.ts';
import { runPage } from './run-page.ts';
import { startWptServer, type WptServer } from './server.ts';

const FOLDER = 'background-fetch';

export interface WptOptions {
  checkout: string;
  browser: Driver['name'];
  /** Parts of names; none: every page that the extension can reach. */
  chosen: string[];
}

const launch = (browser: Driver['name'], { certificate }: WptServer): Promise<Driver> =>
  browser === 'firefox' ? launchFirefox({ extension: true, hosts: { certificate } }) : launchChromium(browser, { hosts: { certificate } });

const choosePages = async (checkout: string, chosen: string[]): Promise<TestPage[]> => {
  const pages = await listPages(checkout, FOLDER);
  if (chosen.length > 0) {
    const strangers = chosen.filter((part) => !pages.some(({ name }) => name.includes(part)));
    if (strangers.length > 0) throw new Error(`no test has ${strangers.join(', ')} in its name; there are\n${pages.map(({ name }) => `  ${name}`).join('\n')}`);
    return pages.filter(({ name }) => chosen.some((part) => name.includes(part)));
  }
  return pages.filter(({ name }) => {
    const skipped = expectationsFile.notRun.find(({ page }) => page === name);
    if (skipped) console.log(`not run      ${name}: ${skipped.reason}`);
    return !skipped;
  });
};

const row = (page: string, status: string, { passed, failed, unexpected }: Comparison, since: number): string => {
  const verdict = unexpected.length > 0 ? 'UNEXPECTED' : failed > 0 ? 'as expected' : 'ok';
  const counts = `${passed} of ${passed + failed}`.padStart(9);
  return `${verdict.padEnd(12)} ${counts}  ${`${((Date.now() - since) / 1000).toFixed(1)} s`.padStart(7)}  ${page}${status === 'OK' ? '' : ` (${status})`}`;
};

/** Runs the tests and prints how they went. Resolves with the exit code: 1 when anything failed or passed that should not have. */
export const runWpt = async ({ checkout, browser, chosen }: WptOptions): Promise<number> => {
  const pages = await choosePages(checkout, chosen);
  const expectations = (expectationsFile.failing as Expectation[]).filter(({ browsers }) => browsers.includes(browser));
  const companion = browser === 'chromium' ? await addCompanion(checkout) : null;
  const server = await startWptServer(checkout, companion?.aliases ?? []);
  const all: Comparison[] = [];
  try {
    let driver: Driver | null = null;
    for (const page of pages) {
      const since = Date.now();
      driver ??= await launch(browser, server);
      const result = await runPage(driver, server.origin, page);
      const comparison = comparePage(page.name, result, expectations);
      all.push(comparison);
      console.log(row(page.name, result.status, comparison, since));
      if (result.status !== 'CRASH') continue;
      await driver.close().catch(() => {});
      driver = null;
    }
    await driver?.close();
  } finally {
    await server.close();
    await companion?.close();
  }

  const sum = (key: 'passed' | 'failed'): number => all.reduce((total, comparison) => total + comparison[key], 0);
  const known = all.flatMap((comparison) => comparison.known);
  const unexpected = all.flatMap((comparison) => comparison.unexpected);
  for (const { page, subtest, status, reason } of known) console.log(`\nexpected ${status}: ${page}\n  ${subtest}\n  ${reason}`);
  for (const { page, subtest, what } of unexpected) console.log(`\nUNEXPECTED: ${page}\n  ${subtest ?? 'the page'}\n  ${what}`);
  console.log(`\n${sum('passed')} passed, ${sum('failed')} failed (${known.length} as expected, ${unexpected.length} unexpected results)`);
  return unexpected.length > 0 ? 1 : 0;
};
