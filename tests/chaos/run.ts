/**
 * Downloads of hundreds of megabytes from a faulty server while everything that can die is killed, all of it at random as a seed says.
 * Options: --runs N, --seed S (that of the first run; each further one has the next), --browser chromium|firefox (default: both), --size MB.
 * Exits 1 when a file was not whole, its event did not run exactly once, more than 10 % was fetched again, or a run did not come to its end.
 */

import { parseArgs } from 'node:util';
import { launchChromium } from '../fixtures/drivers/chromium.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';
import { launchFirefox } from '../fixtures/drivers/firefox.ts';
import { makePlan } from './plan.ts';
import { runPlan, type Outcome } from './run-plan.ts';

type BrowserName = 'firefox' | 'chromium';

const { values: options } = parseArgs({
  options: { runs: { type: 'string', default: '10' }, seed: { type: 'string', default: '1' }, browser: { type: 'string' }, size: { type: 'string' } },
});

const launch = (name: BrowserName): Promise<Driver> => (name === 'firefox' ? launchFirefox({ extension: true }) : launchChromium(name));

/** A browser of its own for every run, so that a seed needs no history to happen again. */
const run = async (name: BrowserName, seed: number): Promise<Outcome> => {
  const plan = makePlan(seed, name, options.size === undefined ? null : Number(options.size));
  const since = Date.now();
  const say = (text: string): void => console.log(`${((Date.now() - since) / 1000).toFixed(1).padStart(7)} s  ${text}`);
  console.log(`\n${name} seed ${seed}: ${plan.size} bytes in ${plan.files.length} file(s), ${plan.bytesPerSecond / 1_000_000} MB/s over ${plan.connections} connection(s)`);
  const driver = await launch(name);
  // Firefox writes down what an extension may do some seconds after its installation, and a kill before that takes it away.
  if (name === 'firefox') await driver.restart({ kill: false });
  try {
    const outcome = await runPlan(plan, driver, say);
    // One that stands still does not close either.
    if (outcome.failures.length > 0) await driver.restart({ kill: true });
    say(outcome.failures.length === 0 ? `right; ${outcome.over.toFixed(1)} % fetched again` : `WRONG: ${outcome.failures.join('; ')}`);
    return outcome;
  } catch (error) {
    say(`WRONG: ${String(error)}`);
    return { failures: [String(error)], over: 0 };
  } finally {
    await driver.close().catch((error: unknown) => say(`the browser does not close: ${String(error)}`));
  }
};

const NAMES: readonly BrowserName[] = ['firefox', 'chromium'];
const browsers = NAMES.filter((name) => (options.browser ?? name) === name);
if (browsers.length === 0) throw new Error(`--browser must be ${NAMES.join(' or ')}`);
const wrong: string[] = [];
for (const name of browsers) {
  const overs: number[] = [];
  for (let seed = Number(options.seed); seed < Number(options.seed) + Number(options.runs); seed++) {
    const { failures, over } = await run(name, seed);
    overs.push(over);
    if (failures.length > 0) wrong.push(`${name} seed ${seed}`);
  }
  const mean = overs.reduce((sum, over) => sum + over, 0) / overs.length;
  console.log(`\n${name}: ${overs.length} runs; fetched again: ${mean.toFixed(1)} % in the mean, ${Math.max(...overs).toFixed(1)} % at most`);
}
console.log(wrong.length === 0 ? 'all right' : `WRONG: ${wrong.join(', ')}`);
process.exit(wrong.length > 0 ? 1 : 0);
