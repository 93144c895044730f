import { makeCertificate } from '../differential/certificate';
import { idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { fetchArguments, rawCalls, storedRequest } from '../fixtures/raw-line';
import { startServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const CORS = { headers: { 'Access-Control-Allow-Origin': '*' } };

/** Of the browser's own and of ours, read with an extension's power. */
const targets = ['file:///etc/hostname', 'data:text/plain,x', 'about:blank', 'moz-extension://11111111-2222-4333-8444-555555555555/manifest.json'];

test('attack: addresses that are not of the web, by the API, past it and by redirects', async ({ driver, open, server }) => {
  const popup = await driver.extensionPage('popup.html');
  // One that the extension never fetches, and one that its own job does.
  const own = await popup.evaluate(() => ['manifest.json', 'night-train.png'].map((file) => new URL(file, location.href).href));
  await popup.close();
  const page = await open(`${server.origin}/classic/`);
  expect(await idsOf(page)).toEqual([]);
  for (const url of [...targets, ...own]) {
    const outcome = await page.evaluate(async (url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      return backgroundFetch.fetch('x', url).then(
        () => 'started',
        ({ name }: Error) => name,
      );
    }, url);
    expect(outcome, url).toBe('TypeError');
    expect(await rawCalls(page, [['fetch', fetchArguments(server.origin, 'raw', [storedRequest(url)])]]), url).toEqual(['forbidden-url']);
  }

  const control = server.file('/control', {}, { redirectTo: server.file('/end', {}).url });
  const redirects = [...targets, ...own].map((redirectTo, n) => server.file(`/redirect-${n}`, {}, { redirectTo }));
  await startFetch(page, 'redirected', [control.url, ...redirects.map(({ url }) => url)]);
  await expect.poll(() => noteOf(page, 'redirected')).toMatchObject({
    failureReason: 'fetch-error',
    records: [{ url: control.url, status: 200 }, ...redirects.map(({ url }) => ({ url, error: 'TypeError' }))],
  });
});

/** How a fetch ended, as the page sees it. */
const resultOf = (page: Page, id: string, url: string): Promise<string> =>
  page.evaluate(
    async (id, url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      const registration = await backgroundFetch.fetch(id, url);
      while (registration.result === '') await new Promise((resolve) => registration.addEventListener('progress', resolve, { once: true }));
      return `${registration.result} ${registration.failureReason} ${registration.downloaded}`;
    },
    id,
    url,
  );

test('attack: the local network, by a DNS name and by a redirect', async ({ driver, launch, server }) => {
  const certificate = makeCertificate(['page.test', 'rebound.test']);
  const browser = await launch({ extension: true, hosts: { certificate: certificate.certificate.toString() } });
  const start = (host: string) => startServer({ companion: driver.companion, secure: { host, key: certificate.key, certificate: certificate.certificate } });
  const [site, rebound] = [await start('page.test'), await start('rebound.test')];
  try {
    const secret = rebound.file('/secret', { size: 1_000 }, CORS);
    const page = await browser.newPage(`${site.origin}/classic/`);
    expect(await idsOf(page)).toEqual([]);

    // Of a site that does not show where it is, nothing is known but its name: it counts as public.
    await site.refuse();
    expect(await resultOf(page, 'rebound', secret.url)).toBe('failure fetch-error 0');
    await site.accept();
    expect(await resultOf(page, 'neighbour', secret.url), 'a site that is on this machine itself').toBe('success  1000');

    const inner = server.file('/inner', { size: 1_000 }, CORS);
    const byRedirect = site.file('/redirect', {}, { redirectTo: `http://127.0.0.1:${new URL(server.origin).port}${inner.path}` });
    expect(await resultOf(page, 'redirect', byRedirect.url)).toBe('failure fetch-error 0');
    expect(inner.requests()).toEqual([]);
    const elsewhere = site.file('/elsewhere', {}, { redirectTo: secret.url });
    expect(await resultOf(page, 'elsewhere', elsewhere.url), 'a redirect to a name').toBe('success  1000');
  } finally {
    await Promise.all([site.close(), rebound.close()]);
  }
});
