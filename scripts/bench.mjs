/** `npm run bench -- [options]`, `npm run bench:popup -- [options]`, `npm run bench:page -- [options]`: see the file of tests/bench/ that package.json names for it. Builds what it measures. */

import { begin, run } from './setup.mjs';

await begin(
  import.meta.url,
  ([file, ...args]) => {
    const quiet = /** @type {const} */ ({ stdio: ['ignore', 'ignore', 'inherit'] });
    for (const browser of ['firefox', 'chrome']) run('wxt', ['build', '-b', browser, '--level', 'error'], quiet);
    run('node', ['scripts/build-companion.mjs'], quiet);
    run('node', [`tests/bench/${file}`, ...args]);
  },
  () => ['firefox', 'chromium'],
);
