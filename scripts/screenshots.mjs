/**
 * Pictures of every page in every state: those of the README in docs/screenshots, the others in .artifacts/screenshots. The built pages run as they
 * are; only the browser behind them is played. Each state is also looked at by axe, and the popup must be there in time: else the run fails.
 * `npm run screenshots -- <part of a name> …` makes only those.
 */

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { CONSENTS, LOG, SETTINGS, STATES, STORAGE } from './page-states.mjs';
import { playBrowser } from './played-browser.mjs';
import { begin, findBrowser, root, run, say } from './setup.mjs';

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

async function messagesOf(locale) {
  const { pseudoArabic } = await import('../lib/ui/pseudo-arabic.mocks.ts');
  const read = (name) => JSON.parse(readFileSync(join(root, 'public', '_locales', name, 'messages.json'), 'utf8'));
  return locale === 'ar' ? pseudoArabic(read('en')) : read(locale);
}

const isMoving = ({ result, paused, waiting }) => result === '' && paused === null && waiting === null;

/** @returns what is wrong, as sentences */
async function picture(browser, address, AxeBuilder, state) {
  const { name, page: file = 'popup', jobs, saves = [], files = [], locale = 'en', colorScheme = 'light', scale = 1, width = 400, height = 60 } = state;
  const { act, access = true, native = false, kept = false, forcedColors, fastest } = state;
  const faults = [];
  const viewport = { width: width / scale, height };
  const context = await browser.newContext({ viewport, deviceScaleFactor: (kept && file === 'popup' ? 1.5 : 1) * scale, colorScheme, forcedColors, reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('pageerror', (error) => faults.push(error.message));
  const made = jobs(Date.now());
  const played = { language: locale.replace('_', '-'), messages: await messagesOf(locale), jobs: made, saves: saves.map((make) => make(made)), files, access, native };
  await page.addInitScript(playBrowser, { ...played, consents: CONSENTS, settings: SETTINGS, storage: STORAGE, log: LOG });
  await page.goto(`${address}/${file}.html`);
  await page.locator('.job, .empty, .panel').first().waitFor();
  if (fastest !== undefined) faults.push(...(await slowness(page, fastest)));
  // Speeds are measured, so they take their time.
  if (made.some(isMoving) && file !== 'options') await page.locator('.fact', { hasText: /\/\s?[^\s\d]/u }).first().waitFor();
  await act?.(page);
  await page.evaluate(() => scrollTo(0, 0));
  const folder = kept ? 'docs/screenshots' : '.artifacts/screenshots';
  await page.screenshot({ path: join(root, folder, `${name}.png`), fullPage: height === 60, animations: 'disabled' });
  const overflow = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (overflow > 0) faults.push(`it is ${overflow} pixels too wide`);
  const { violations } = await new AxeBuilder({ page }).analyze();
  for (const { id, help, nodes } of violations) faults.push(`${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
  await context.close();
  say(`${faults.length === 0 ? 'ok  ' : 'BAD '} ${folder}/${name}.png`);
  return faults.map((fault) => `${name}: ${fault}`);
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
    for (const folder of ['docs/screenshots', '.artifacts/screenshots']) await mkdir(join(root, folder), { recursive: true });
    const server = createServer(serve).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const [{ chromium }, { AxeBuilder }] = await Promise.all([import('@playwright/test'), import('@axe-core/playwright')]);
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    const faults = [];
    try {
      for (const state of STATES) {
        if (wanted.length > 0 && !wanted.some((part) => state.name.includes(part))) continue;
        faults.push(...(await picture(browser, `http://localhost:${server.address().port}`, AxeBuilder, state)));
      }
    } finally {
      await browser.close();
      server.close();
    }
    for (const fault of faults) say(fault);
    return faults.length > 0 ? 1 : 0;
  },
  () => ['chromium'],
);
