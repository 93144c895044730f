/**
 * `npm run wpt -- <path of a wpt checkout> [part of a test's name …] [--browser firefox|chromium|native]`: web-platform-tests against the extension;
 * `native` is Chromium with the API of its own, for comparison.
 */

import { parseArgs } from 'node:util';
import { begin, run, say } from './setup.mjs';

const BUILDS = { firefox: 'firefox', chromium: 'chrome', native: null };

function optionsOf(args) {
  const { values, positionals } = parseArgs({ args, allowPositionals: true, options: { browser: { type: 'string', default: 'firefox' } } });
  if (!Object.hasOwn(BUILDS, values.browser)) throw new Error(`--browser must be ${Object.keys(BUILDS).join(', ')}, not ${values.browser}`);
  const [folder, ...chosen] = positionals;
  return { browser: /** @type {keyof typeof BUILDS} */ (values.browser), folder, chosen };
}

await begin(
  import.meta.url,
  async (args) => {
    const { browser, folder, chosen } = optionsOf(args);
    const { requireCheckout } = await import('../tests/wpt/checkout.ts');
    const checkout = requireCheckout(folder);
    const build = BUILDS[browser];
    if (build) {
      say('Building …');
      const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
      run('wxt', ['build', '-b', build, '--level', 'error'], quiet);
      if (browser === 'chromium') run('node', ['scripts/build-companion.mjs'], quiet);
    }
    const { runWpt } = await import('../tests/wpt/run.ts');
    return runWpt({ checkout, browser, chosen });
  },
  (args) => [optionsOf(args).browser === 'firefox' ? 'firefox' : 'chromium'],
);
