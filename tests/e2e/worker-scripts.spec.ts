import { cachedSha256, installedByUpdates, noteOf, startFetch } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

const layouts = [
  { site: 'module', what: 'a module service worker with on… handlers', note: { result: 'success', failureReason: '' } },
  { site: 'strict', what: 'a strict service worker, which stays strict', note: { result: 'success', strict: true } },
  { site: 'no-wait-until', what: 'a handler without waitUntil', note: { records: 1 } },
  { site: 'frames-denied', what: 'a site that denies frames', note: { result: 'success' } },
  { site: 'policy-none', what: "a worker with Content-Security-Policy default-src 'none'", note: { result: 'success' } },
  { site: 'import-scripts', what: 'handlers in a script of importScripts', note: { result: 'success' } },
  { site: 'static-import', what: 'handlers in a statically imported module', note: { result: 'success' } },
];

for (const { site, what, note } of layouts) {
  test(`${what} gets its event`, async ({ open, server }) => {
    const file = server.file('/episode', { size: 400_000 });
    const page = await open(`${server.origin}/${site}/`);

    await startFetch(page, site, [file.url]);

    await expect.poll(() => noteOf(page, site)).toMatchObject({ id: site, ...note });
    expect(await cachedSha256(page, site, file.url)).toBe(await file.sha256());
    expectOneGetEach(file);
  });
}

const updates = [
  { site: 'classic', script: 'sw.js' },
  { site: 'import-scripts', script: 'handlers.js' },
  { site: 'static-import', script: 'handlers.js' },
  { site: 'unrelated', script: 'sw.js' },
];

for (const { site, script } of updates) {
  test(`five updates of an unchanged ${site} worker install nothing, one of a changed ${script} does`, async ({ open, server }) => {
    const fetches = (): number => server.log.entries.filter(({ path }) => path === `/${site}/${script}`).length;
    const page = await open(`${server.origin}/${site}/`);
    await page.evaluate(async () => void (await navigator.serviceWorker.ready));
    const before = fetches();

    expect(await installedByUpdates(page, 5)).toBe(0);
    expect(fetches() - before).toBe(5);

    server.touch(`/${site}/${script}`);
    expect(await installedByUpdates(page, 1)).toBe(1);
  });
}
