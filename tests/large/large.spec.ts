import { noteOf, returnedSha256, startFetch } from '../fixtures/background-fetch';
import { expectEveryByte, expectLeftEarly } from '../fixtures/expect-requests';
import { expectLight, loadDuring } from '../fixtures/memory';
import { expect, test } from '../fixtures/test';

const GiB = 1024 ** 3;

test('a file of 4 GiB arrives, with memory flat and a popup that answers', async ({ launch, server }) => {
  const file = server.file('/film', { size: 4 * GiB });
  const driver = await launch({ extension: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));

  const begin = (): Promise<unknown> => startFetch(page, 'film', [file.url], { title: 'film', downloadTotal: file.size });
  const load = await loadDuring(driver, [file], begin, () => server.reports.length === 1, 600_000);

  expect(await noteOf(page, 'film')).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: file.size, records: [{ status: 200 }] });
  expect(await returnedSha256(page, 'film', file.url)).toBe(await file.sha256());
  if (driver.name === 'firefox') expectLeftEarly(file);
  else expectEveryByte(file, { twice: file.size / 50 });
  expectLight(load, { coming: 150_000_000, handled: 200_000_000 });
});
