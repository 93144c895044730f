/** `npm run bench -- [options]`: see tests/bench/run.ts. Builds what it measures. */

import { begin, run } from './setup.mjs';

await begin(
  import.meta.url,
  (args) => {
    const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
    for (const browser of ['firefox', 'chrome']) run('wxt', ['build', '-b', browser, '--level', 'error'], quiet);
    run('node', ['scripts/build-companion.mjs'], quiet);
    run('node', ['tests/bench/run.ts', ...args]);
  },
  () => ['firefox', 'chromium'],
);
