/** One picture for the stores: a page of the extension as it is, in a drawing of where a person sees it, with a few words beside. */

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPlayed } from './played-page.mjs';
import { root, say } from './setup.mjs';

/** What all three stores take. */
const SIZE = { width: 1280, height: 800 };

/** The same letters on every machine, those of the two languages among them. */
const font = () => {
  const sheet = new URL(import.meta.resolve('@fontsource-variable/inter/wght.css'));
  const embed = (_, path) => `url(data:font/woff2;base64,${readFileSync(new URL(path, sheet)).toString('base64')})`;
  return `${readFileSync(sheet, 'utf8').replace(/url\((.+?)\)/g, embed)} body { font-family: 'Inter Variable', sans-serif !important }`;
};

/** @returns what is wrong, as sentences */
export async function scenePicture(browser, address, scene) {
  const { name, look, headline, text, badge = '', colorScheme = 'light', locale, act, width = 400 } = scene;
  const read = (file) => readFileSync(join(root, 'scripts', file), 'utf8');
  const { page, file, drawn } = await openPlayed(browser, scene, { viewport: SIZE, colorScheme });
  const words = { language: locale, look, icon: read('icon.svg'), headline: headline.replace(/(?<=[.?]) /, '<br>'), text, badge, source: `${address}/${file}.html`, width };
  await page.setContent(read('store-scene.html').replace(/\{(\w+)\}/g, (_, word) => words[word]));
  const view = page.frames()[1];
  await drawn(view);
  for (const frame of [page, view]) await frame.addStyleTag({ content: font() });
  for (const frame of [page, view]) await frame.evaluate(() => document.fonts.ready);
  await act?.(view);
  await view.evaluate(() => scrollTo(0, 0));
  const faults = [];
  if (look === 'popup') {
    const height = await view.evaluate(() => document.body.scrollHeight);
    await page.locator('iframe').evaluate((iframe, height) => (iframe.style.blockSize = `${height}px`), height);
    const { y, height: shown } = await page.locator('iframe').boundingBox();
    if (y + shown > SIZE.height) faults.push(`${name}: its popup ends ${y + shown - SIZE.height} pixels below the picture`);
  }
  await page.screenshot({ path: join(root, `${name}.png`), animations: 'disabled' });
  await page.context().close();
  say(`${faults.length === 0 ? 'ok  ' : 'BAD '} ${name}.png`);
  return faults;
}
