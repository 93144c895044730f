/**
 * Pictures of every page in every state: those of the README in docs/screenshots, those for the stores in store/screenshots, the others in
 * .artifacts/screenshots. The built pages run as they are; only the browser behind them is played. Each state is also looked at by axe, and the popup
 * must be there in time: else the run fails.
 * `npm run screenshots -- <part of a name> …` makes only those.
 */

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { STATES } from './page-states.mjs';
import { openPlayed } from './played-page.mjs';
import { begin, findBrowser, root, run, say } from './setup.mjs';
import { SCENES } from './store-scenes.mjs';
import { scenePicture } from './store-picture.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.png': 'image/png' };
const output = join(root, '.output', 'chrome-mv3');

/** @param {import('node:http').IncomingMessage} request */
function serve(request, response) {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
  try {
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(readFileSync(join(output, path)));
  } catch {
    response.writeHead(404).end();
  }
}

/** @returns what is wrong, as sentences */
async function picture(browser, address, AxeBuilder, state) {
  const { name, colorScheme = 'light', scale = 1, width = 400, height = 60, act, kept = false, forcedColors, fastest } = state;
  const faults = [];
  const viewport = { width: width / scale, height };
  const deviceScaleFactor = (kept && (state.page ?? 'popup') === 'popup' ? 1.5 : 1) * scale;
  const { page, file, drawn } = await openPlayed(browser, state, { viewport, deviceScaleFactor, colorScheme, forcedColors });
  page.on('pageerror', (error) => faults.push(error.message));
  await page.goto(`${address}/${file}.html`);
  await page.locator('.job, .empty, .panel').first().waitFor();
  if (fastest !== undefined) faults.push(...(await slowness(page, fastest)));
  await drawn(page);
  await act?.(page);
  await page.evaluate(() => scrollTo(0, 0));
  if (height === 60) await growToContent(page, viewport.width);
  const folder = kept ? 'docs/screenshots' : '.artifacts/screenshots';
  await page.screenshot({ path: join(root, folder, `${name}.png`), animations: 'disabled' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) faults.push(`it is ${overflow} pixels too wide`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, help, nodes } of violations) faults.push(`${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  await page.context().close();
  say(`${faults.length === 0 ? 'ok  ' : 'BAD '} ${folder}/${name}.png`);
  return faults.map((fault) => `${name}: ${fault}`);
}

/** Rows have their height, and are drawn, only when they are in sight; so it is looked at again. */
async function growToContent(page, width) {
  for (let before = 0; ; ) {
    const height = await page.evaluate(() => Math.ceil(document.documentElement.getBoundingClientRect().height));
    if (height === before) return;
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    before = height;
  }
}

/** From the start of the navigation until the list is drawn. */
async function slowness(page, fastest) {
  const times = [];
  for (let round = 0; round < 10; round += 1) {
    await page.reload();
    await page.locator('.job').first().waitFor();
    times.push(await page.evaluate(() => performance.getEntriesByName('listed')[0].startTime));
  }
  const [best] = times.toSorted((a, b) => a - b);
  say(`      drawn after ${times.map((time) => time.toFixed(0)).join(', ')} ms`);
  return best > fastest ? [`the list was drawn after ${best.toFixed(0)} ms, not within ${fastest}`] : [];
}

await begin(
  import.meta.url,
  async (wanted) => {
    run('wxt', ['build', '-b', 'chrome', '--level', 'error']);
    for (const folder of ['docs/screenshots', 'store/screenshots', '.artifacts/screenshots']) await mkdir(join(root, folder), { recursive: true });
    const server = createServer(serve).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const [{ chromium }, { AxeBuilder }] = await Promise.all([import('@playwright/test'), import('@axe-core/playwright')]);
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    const faults = [];
    try {
      const address = `http://localhost:${server.address().port}`;
      const chosen = ({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part));
      for (const state of STATES.filter(chosen)) faults.push(...(await picture(browser, address, AxeBuilder, state)));
      for (const scene of SCENES.filter(chosen)) faults.push(...(await scenePicture(browser, address, scene)));
    } finally {
      await browser.close();
      server.close();
    }
    for (const fault of faults) say(fault);
    return faults.length > 0 ? 1 : 0;
  },
  () => ['chromium'],
);
