/** `npm run bench -- [options]` and `npm run bench:popup -- [options]`: see tests/bench/run.ts and popup.ts. Builds what it measures. */

import { begin, run } from './setup.mjs';

await begin(
  import.meta.url,
  ([bench, ...args]) => {
    const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
    for (const browser of ['firefox', 'chrome']) run('wxt', ['build', '-b', browser, '--level', 'error'], quiet);
    run('node', ['scripts/build-companion.mjs'], quiet);
    run('node', [`tests/bench/${bench}.ts`, ...args]);
  },
  () => ['firefox', 'chromium'],
);
