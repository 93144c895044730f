import { startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

/** Runs in a frame: whether the API is there, and whether the bridge hands over a port. */
const PROBE = `
  let port = false;
  addEventListener('background-fetch-anywhere:port', () => (port = true));
  dispatchEvent(new Event('background-fetch-anywhere:connect'));
  const api = 'ServiceWorkerRegistration' in self && 'backgroundFetch' in ServiceWorkerRegistration.prototype;
  parent.postMessage({ api, port }, '*');
`;

/** What the probe says in a frame with these attributes. */
const probeIn = (page: Page, attributes: Record<string, string>): Promise<{ api: boolean; port: boolean }> =>
  page.evaluate((attributes) => {
    const told = new Promise<{ api: boolean; port: boolean }>((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
    const frame = document.createElement('iframe');
    for (const [name, value] of Object.entries(attributes)) frame.setAttribute(name, value);
    document.body.append(frame);
    return told;
  }, attributes);

const html = `<script>${PROBE}</script>`;

for (const [what, attributes] of Object.entries({
  'a sandboxed frame': { sandbox: 'allow-scripts', srcdoc: html },
  'a data: frame': { src: `data:text/html,${encodeURIComponent(html)}` },
  'a sandboxed frame of the own site': { sandbox: 'allow-scripts', src: '/framed/probe.html' },
})) {
  test(`attack: ${what} has neither the API nor a bridge`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    expect(await probeIn(page, attributes)).toEqual({ api: false, port: false });
    expect(await probeIn(page, { src: '/framed/probe.html' }), 'the same script in a frame of its own origin').toEqual({ api: true, port: true });
  });
}

test('attack: a frame of another site gets nothing over its bridge', async ({ open, server }) => {
  const page = await open(`${server.otherOrigin}/classic/`);
  const control = await open(`${server.origin}/classic/`);
  const src = `${server.origin}/framed/raw.html`;
  const ask = (where: Page): Promise<unknown> =>
    where.evaluate((src) => {
      const told = new Promise<unknown>((resolve) => addEventListener('message', ({ data }) => resolve(data), { once: true }));
      const frame = document.createElement('iframe');
      frame.src = src;
      // As our own frames are called.
      frame.name = 'background-fetch-anywhere:guess';
      document.body.append(frame);
      return told as Promise<null>;
    }, src);
  expect(await ask(page)).toEqual(['not-allowed', 'denied']);
  expect(await ask(control), 'the same frame in a page of its own site').toEqual([[], 'granted']);
});

test('attack: a worker in the partition of another site does not have its own origin loaded outside of it', async ({ open, server }) => {
  const requests = (path: string, destination: string): number =>
    server.log.entries.filter((entry) => entry.path === path && entry.headers['sec-fetch-dest'] === destination).length;
  /** Firefox loads the worker's script, Chromium its scope. */
  const loads = (whose: string): number => requests(`/framed/ringing.js?${whose}`, 'iframe') + requests(`/framed/probe.html?${whose}`, 'iframe');

  const page = await open(`${server.otherOrigin}/classic/`);
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    frame.src = src;
    document.body.append(frame);
  }, `${server.origin}/framed/ringing.html?theirs`);
  // Chromium starts no such worker over http.
  await expect.poll(() => requests('/framed/ringing.js?theirs', 'sharedworker') + server.reports.filter((report) => report === 'no worker').length).toBe(1);

  await open(`${server.origin}/framed/ringing.html?own`);
  await expect.poll(() => loads('own'), 'one that is in none').toBeGreaterThan(0);
  expect(loads('theirs')).toBe(0);
});

/** What waits for its site's worker now; null before the first try has come to nothing. */
const waitsFor = (page: Page, id: string): Promise<number | null> =>
  page.evaluate(async (id) => {
    const answer = <T>(request: IDBRequest<T>): Promise<T> => new Promise((resolve, reject) => Object.assign(request, { onsuccess: () => resolve(request.result), onerror: () => reject(request.error) }));
    const db = await answer(indexedDB.open('background-fetch-anywhere'));
    type Row = { id: string; phase: { settledAt?: number; delivery?: { notBefore?: number } } };
    const jobs = (await answer(db.transaction('jobs').objectStore('jobs').getAll())) as Row[];
    db.close();
    const { settledAt = 0, delivery } = jobs.find((job) => job.id === id)!.phase;
    return delivery?.notBefore !== undefined && delivery.notBefore > settledAt + 30_000 ? delivery.notBefore - settledAt : null;
  }, id);

test('attack: a site whose pages lead to another one does not have the extension go there for it', async ({ driver, open, server }) => {
  test.slow();
  const led = (): number => server.log.entries.filter(({ path }) => path === '/framed/probe.html?led').length;
  const page = await open(`${server.origin}/leading-away/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true);
  await page.evaluate(() => {
    const frame = document.createElement('iframe');
    frame.src = './?framed';
    document.body.append(frame);
  });
  await expect.poll(led, 'the control: a frame of its own is led there').toBe(1);

  const file = server.file('/episode', { size: 200_000 });
  await startFetch(page, 'leading', [file.url]);
  const own = await driver.extensionPage('options.html');
  // Two frames and a tab.
  await expect.poll(() => waitsFor(own, 'leading'), { timeout: 60_000 }).not.toBeNull();
  await own.close();
  expect(led()).toBe(1);
});
