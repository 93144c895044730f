import { returnedSha256, startFetch } from '../fixtures/background-fetch';
import { durableBodies } from '../fixtures/durable';
import { expect, test } from '../fixtures/test';

test('small files that have come are not asked for again when the browser is killed', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  // Too large for their rows: Chromium has several in one file on the disk, Firefox Blobs.
  const small = Array.from({ length: 40 }, (_, index) => server.file(`/small-${index}`, { size: 700_000 + index }));
  const held = server.file('/held', { size: 300_000 }, { holdAt: 100_000 }, {});
  const files = [...small, held];
  await startFetch(
    await driver.newPage(`${server.origin}/classic/`),
    'many',
    files.map(({ url }) => url),
  );
  const durable = async (): Promise<number> => {
    const bodies = await durableBodies(driver);
    return small.filter(({ url, size }) => bodies.get(url)?.[0]?.end === size).length;
  };
  await expect.poll(durable, { timeout: 30_000 }).toBe(small.length);

  await driver.restart({ kill: true });

  await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess' }]);
  const page = await driver.newPage(`${server.origin}/classic/`);
  for (const file of files) expect(await returnedSha256(page, 'many', file.url)).toBe(await file.sha256());
  expect(small.map((file) => file.requests().length)).toEqual(small.map(() => 1));
});
