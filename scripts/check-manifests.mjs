/** The manifests as they were built, against what the README says of them. Needs the builds. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const read = (...path) => readFileSync(join(root, ...path), 'utf8');

await begin(import.meta.url, async () => {
  const { manifestFaults, targets } = await import('./manifest-faults.ts');
  const { version } = JSON.parse(read('package.json'));
  const faults = targets.flatMap((target) => manifestFaults(target, JSON.parse(read('.output', `${target}-mv3`, 'manifest.json')), { readme: read('README.md'), version }));
  for (const fault of faults) say(fault);
  say(`${targets.length} manifests, ${faults.length} faults`);
  return faults.length > 0 ? 1 : 0;
});
