/** Type-checks every root: each tsconfig.json of the project is one realm's view of the world. */

import { globSync } from 'node:fs';
import { begin, root, run, say } from './setup.mjs';

await begin(import.meta.url, () => {
  const configs = globSync(['tsconfig.json', '{lib,tests,companion,components,entrypoints}/**/tsconfig.json'], { cwd: root, exclude: ['**/node_modules'] });
  for (const config of configs.toSorted()) {
    say(`tsc -p ${config}`);
    run('tsc', ['--noEmit', '-p', config]);
  }
});
