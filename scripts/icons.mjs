/**
 * Draws the extension's icons: scripts/icon.svg, and scripts/icon-small.svg where its curves would be a blur; and from scripts/night-train.svg the
 * picture that a person may try a background download on. Run after changing one, and commit what comes out.
 */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { begin, findBrowser, root, say } from './setup.mjs';

const SIZES = [16, 32, 48, 96, 128];
/** Stores show the largest, and want it with a margin of an eighth. */
const MARGIN = 'viewBox="-16 -16 160 160"';
const PICTURE = { width: 1600, height: 1000 };

await begin(
  import.meta.url,
  async () => {
    const { chromium } = await import('@playwright/test');
    const read = (name) => readFile(join(root, 'scripts', name), 'utf8');
    const [large, small] = [await read('icon.svg'), await read('icon-small.svg')];
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    const draw = async (drawing, viewport, file) => {
      const page = await browser.newPage({ viewport });
      await page.setContent(`<style>body{margin:0}svg{display:block;inline-size:100vw;block-size:100vh}</style>${drawing}`);
      await page.screenshot({ path: join(root, 'public', file), omitBackground: true });
      await page.close();
      say(`public/${file}`);
    };
    try {
      for (const size of SIZES) {
        const drawing = size <= 32 ? small : size === 128 ? large.replace(/viewBox="[^"]*"/, MARGIN) : large;
        await draw(drawing, { width: size, height: size }, `icon/${size}.png`);
      }
      await draw(await read('night-train.svg'), PICTURE, 'night-train.png');
    } finally {
      await browser.close();
    }
  },
  () => ['chromium'],
);
