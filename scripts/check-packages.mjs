/**
 * `npm run check:packages`, after `npm run zip` and `npm run build:companion`: each package for a browser that is here is installed as people get it,
 * does its work, and does it again when the browser is restarted.
 */

import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { begin, root, run, say } from './setup.mjs';
import { unzip } from './unzip.mjs';

/** Firefox takes the package itself, Chromium a folder. */
const PACKAGES = [
  { browser: 'firefox', project: 'firefox' },
  { browser: 'chrome', project: 'chromium' },
  { browser: 'edge', project: 'chromium' },
];

await begin(
  import.meta.url,
  async () => {
    const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
    const folder = mkdtempSync(join(tmpdir(), 'packages-'));
    try {
      for (const { browser, project } of PACKAGES) {
        const archive = join(root, '.output', `${name}-${version}-${browser}.zip`);
        const unpacked = join(folder, browser);
        if (project === 'chromium') await unzip(archive, unpacked);
        say(`\n${archive}`);
        run('playwright', ['test', `--project=${project}`, 'e2e/install.spec'], { env: { ...process.env, EXTENSION: project === 'chromium' ? unpacked : archive } });
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
  () => ['firefox', 'chromium'],
);
