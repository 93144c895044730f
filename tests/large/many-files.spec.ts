import { noteOf, startFetch } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expectLight, loadDuring } from '../fixtures/memory';
import { expect, test } from '../fixtures/test';

test('two thousand files of one fetch arrive, with memory flat and a popup that answers', async ({ launch, server }) => {
  const files = Array.from({ length: 2_000 }, (_, index) => server.file(`/part-${index}`, { size: 2_000 + index }));
  const driver = await launch({ extension: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));

  const begin = (): Promise<unknown> => startFetch(page, 'parts', files.map(({ url }) => url), { title: 'parts' });
  const load = await loadDuring(driver, files, begin, () => server.reports.length === 1, 300_000);

  expect(await noteOf(page, 'parts')).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: files.reduce((sum, { size }) => sum + size, 0) });
  const digests = await page.evaluate(async () => {
    const cache = await caches.open('parts');
    const digest = async (path: string): Promise<[string, string]> => {
      const bytes = await (await cache.match(path))!.arrayBuffer();
      return [path, new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)).toHex()];
    };
    return Promise.all(Array.from({ length: 2_000 }, (_, index) => digest(`/part-${index}`)));
  });
  expect(digests).toEqual(await Promise.all(files.map(async (file) => [file.path, await file.sha256()])));
  expectOneGetEach(...files);
  // More than for one large file: every request leaves something to the garbage collector, which lets more of it lie where the machine has more
  // memory (decisions/many-files.md). Of six thousand files it lets lie hardly more than of two thousand.
  expectLight(load, { coming: 320_000_000, handled: 320_000_000 });
});
