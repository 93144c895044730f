/** `node scripts/run.mjs <tool> <arguments>`: a tool of node_modules/.bin, on a machine made ready for it. */

import { begin, run } from './setup.mjs';

await begin(import.meta.url, ([tool, ...args]) => {
  if (tool === undefined) throw new Error('which tool?');
  run(tool, args);
});
