/** Builds companion/dist from the source of the injected text: one file, under one name for `importScripts` and one for `import`. */

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const NAME = 'background-fetch-anywhere';

await begin(import.meta.url, async () => {
  const { companionText } = await import('./companion-text.ts');
  const text = await companionText(root);
  const dist = join(root, 'companion/dist');
  mkdirSync(dist, { recursive: true });
  for (const file of [`${NAME}.js`, `${NAME}.mjs`]) writeFileSync(join(dist, file), `${text}\n`);
  // npm wants it inside the package.
  copyFileSync(join(root, 'LICENSE'), join(root, 'companion/LICENSE'));
  say(`companion/dist/${NAME}.js and .mjs: ${text.length} bytes`);
});
