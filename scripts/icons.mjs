/**
 * Draws the extension's icons: scripts/icon.svg, and scripts/icon-small.svg where its curves would be a blur. Run after changing one, and commit
 * what comes out.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { begin, findBrowser, root, say } from './setup.mjs';

const SIZES = [16, 32, 48, 96, 128];
/** Stores show the largest, and want it with a margin of an eighth. */
const MARGIN = 'viewBox="-16 -16 160 160"';

await begin(
  import.meta.url,
  async () => {
    const { chromium } = await import('@playwright/test');
    const read = (name) => readFile(join(root, 'scripts', name), 'utf8');
    const [large, small] = [await read('icon.svg'), await read('icon-small.svg')];
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      for (const size of SIZES) {
        const drawing = size <= 32 ? small : size === 128 ? large.replace(/viewBox="[^"]*"/, MARGIN) : large;
        const page = await browser.newPage({ viewport: { width: size, height: size } });
        await page.setContent(`<style>body{margin:0}svg{display:block;inline-size:100vw;block-size:100vh}</style>${drawing}`);
        await page.screenshot({ path: join(root, 'public', 'icon', `${size}.png`), omitBackground: true });
        await page.close();
        say(`public/icon/${size}.png`);
      }
    } finally {
      await browser.close();
    }
  },
  () => ['chromium'],
);
