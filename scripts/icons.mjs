/** Draws the extension's icons from their one source, scripts/icon.svg. Run after changing it, and commit what comes out. */

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { begin, findBrowser, root, say } from './setup.mjs';

const SIZES = [16, 32, 48, 96, 128];

await begin(
  import.meta.url,
  async () => {
    const { chromium } = await import('@playwright/test');
    const drawing = await readFile(join(root, 'scripts', 'icon.svg'), 'utf8');
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      for (const size of SIZES) {
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
