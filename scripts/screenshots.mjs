/**
 * Pictures of the popup in every state, in .artifacts/screenshots. The built page runs as it is; only the browser behind it is played: its messages
 * come from the locale files, its port from the list of jobs of each picture.
 */

import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { STATES } from './popup-states.mjs';
import { begin, findBrowser, root, run, say } from './setup.mjs';

const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css' };
const output = join(root, '.output', 'chrome-mv3');
const messagesOf = (language) => JSON.parse(readFileSync(join(root, 'public', '_locales', language, 'messages.json'), 'utf8'));

/** Runs in the page, before its own scripts. */
function playBrowser({ language, jobs, messages }) {
  const fill = ({ message, placeholders = {} }, values) =>
    message.replace(/\$(\w+)\$/g, (_, name) => values[Number(placeholders[name.toLowerCase()].content.slice(1)) - 1]);
  const connect = () => {
    let receive = () => {};
    const moving = jobs.filter(({ result, paused, waiting }) => result === '' && paused === null && waiting === null);
    setInterval(() => {
      for (const job of moving) {
        job[job.uploaded < job.uploadTotal ? 'uploaded' : 'downloaded'] += 1_900_000;
        receive({ push: 'changed', payload: { ...job } });
      }
    }, 200);
    return {
      onMessage: { addListener: (listener) => (receive = listener) },
      onDisconnect: { addListener: () => {} },
      disconnect: () => {},
      postMessage: ({ call, name }) => queueMicrotask(() => receive({ reply: call, value: name === 'list' ? jobs : name === 'consents' ? [] : null })),
    };
  };
  globalThis.chrome = { runtime: { id: 'played' } };
  globalThis.browser = {
    runtime: { id: 'played', connect, getURL: (path) => path },
    i18n: { getUILanguage: () => language, getMessage: (key, values = []) => (messages[key] ? fill(messages[key], values) : '') },
  };
  delete globalThis.BackgroundFetchManager;
}

/** @param {import('node:http').IncomingMessage} request */
function serve(request, response) {
  const path = normalize(new URL(request.url ?? '/', 'http://localhost').pathname);
  try {
    response.setHeader('content-type', TYPES[extname(path)] ?? 'application/octet-stream').end(readFileSync(join(output, path)));
  } catch {
    response.writeHead(404).end();
  }
}

await begin(
  import.meta.url,
  async () => {
    run('wxt', ['build', '-b', 'chrome', '--level', 'error']);
    const folder = join(root, '.artifacts', 'screenshots');
    await mkdir(folder, { recursive: true });
    const server = createServer(serve).listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { chromium } = await import('@playwright/test');
    const browser = await chromium.launch({ executablePath: findBrowser('chromium'), args: ['--no-sandbox', '--disable-gpu'] });
    try {
      for (const { name, jobs, language = 'en', colorScheme = 'light', scale = 1, width = 400, forcedColors } of STATES) {
        const page = await browser.newPage({
          viewport: { width: width / scale, height: 60 },
          deviceScaleFactor: 2 * scale,
          colorScheme,
          forcedColors,
          reducedMotion: 'reduce',
        });
        page.on('pageerror', (error) => say(`${name}: ${error.message}`));
        await page.addInitScript(playBrowser, { language, jobs: jobs(Date.now()), messages: messagesOf(language) });
        await page.goto(`http://localhost:${server.address().port}/popup.html`);
        await page.locator('.job, .empty').first().waitFor();
        // Speeds are measured, so they take their time.
        if (jobs(0).some(({ result, paused, waiting }) => result === '' && !paused && !waiting)) await page.getByText(/\/[scс]/).first().waitFor();
        await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true });
        await page.close();
        say(`.artifacts/screenshots/${name}.png`);
      }
    } finally {
      await browser.close();
      server.close();
    }
  },
  () => ['chromium'],
);
