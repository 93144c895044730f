/** Builds companion/dist from the source of the injected text: one file, under one name for `importScripts` and one for `import`. */

import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const NAME = 'background-fetch-anywhere';

await begin(import.meta.url, async () => {
  const { build } = await import('vite');
  const { buildBare } = await import('./bare-script.ts');
  const config = { root, configFile: false, logLevel: 'warn', build: { write: false, lib: { formats: ['iife'], name: 'companion' } } };
  buildBare(config, join(root, 'entrypoints/service-worker.ts'), { readable: true });
  const [{ output }] = await build(config);
  const dist = join(root, 'companion/dist');
  mkdirSync(dist, { recursive: true });
  for (const file of [`${NAME}.js`, `${NAME}.mjs`]) writeFileSync(join(dist, file), `${output[0].code}\n`);
  say(`companion/dist/${NAME}.js and .mjs: ${output[0].code.length} bytes`);
});
