/** `npm run chaos [-- --runs N --seed S --browser firefox|chromium --size MB]`: builds, then tests/chaos/run.ts. */

import { parseArgs } from 'node:util';
import { begin, run, say } from './setup.mjs';

const BUILDS = { firefox: 'firefox', chromium: 'chrome' };

/** @param {string[]} args */
const browsersOf = (args) => {
  const { values } = parseArgs({ args, strict: false, options: { browser: { type: 'string' } } });
  const all = /** @type {(keyof typeof BUILDS)[]} */ (Object.keys(BUILDS));
  return values.browser === undefined ? all : all.filter((name) => name === values.browser);
};

await begin(
  import.meta.url,
  (args) => {
    say('Building …');
    const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
    for (const name of browsersOf(args)) run('wxt', ['build', '-b', BUILDS[name], '--level', 'error'], quiet);
    run('node', ['scripts/build-companion.mjs'], quiet);
    run('node', ['tests/chaos/run.ts', ...args]);
  },
  browsersOf,
);
