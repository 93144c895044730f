/** `npm start [-- --browser chromium] [-- --size <MB>] [-- --stay]`: the demo, on a fresh machine too. */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { begin, root, run, say } from './setup.mjs';

const SMALLEST = 10;

function optionsOf(args) {
  const { values } = parseArgs({
    args,
    options: { browser: { type: 'string', default: 'firefox' }, size: { type: 'string', default: '320' }, stay: { type: 'boolean', default: false } },
  });
  const { browser, size, stay } = values;
  if (browser !== 'firefox' && browser !== 'chromium') throw new Error(`--browser must be firefox or chromium, not ${browser}`);
  if (!(Number(size) >= SMALLEST)) throw new Error(`--size must be a number of megabytes, ${SMALLEST} or more, not ${size}`);
  return { browser, size: Math.round(Number(size)) * 1e6, stay };
}

await begin(
  import.meta.url,
  async (args) => {
    const options = optionsOf(args);
    const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
    say('Building …');
    run('wxt', ['build', '-b', options.browser === 'firefox' ? 'firefox' : 'chrome', '--level', 'error'], quiet);
    let companion = null;
    if (options.browser === 'chromium') {
      run('node', ['scripts/build-companion.mjs'], quiet);
      companion = join(root, 'companion', 'dist', 'background-fetch-anywhere.js');
      if (!existsSync(companion)) throw new Error(`the companion was not built: ${companion} is missing`);
    }
    const { demo } = await import('./demo.mjs');
    return demo({ ...options, companion });
  },
  (args) => [optionsOf(args).browser],
);
