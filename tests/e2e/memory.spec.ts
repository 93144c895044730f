import { noteOf, returnedSha256, startFetch } from '../fixtures/background-fetch';
import { expectEveryByte, expectLeftEarly } from '../fixtures/expect-requests';
import { haveCome, settledMemory } from '../fixtures/memory';
import { expect, test } from '../fixtures/test';

const MiB = 1024 * 1024;

test('1 GiB arrives with the memory of all processes within 150 MB of idle', async ({ launch, server }, info) => {
  test.setTimeout(240_000);
  const file = server.file('/film', { size: 1024 * MiB });
  const driver = await launch({ extension: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  await page.evaluate(async () => void (await navigator.serviceWorker.ready));
  const idle = await settledMemory(driver);
  const peak = { coming: idle, handled: idle };

  await startFetch(page, 'film', [file.url], { downloadTotal: file.size });
  await expect
    .poll(
      async () => {
        const phase = haveCome(file) ? 'handled' : 'coming';
        peak[phase] = Math.max(peak[phase], await driver.memory());
        return server.reports.length;
      },
      { timeout: 180_000, intervals: [100] },
    )
    .toBe(1);

  const measured = `idle ${Math.round(idle / MiB)} MiB, peak ${Math.round(peak.coming / MiB)} MiB, ${Math.round(peak.handled / MiB)} MiB while the site's worker puts it into a cache`;
  info.annotations.push({ type: 'memory', description: measured });
  process.stdout.write(`${driver.name}: ${measured}\n`);
  expect(await noteOf(page, 'film')).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: file.size });
  expect(await returnedSha256(page, 'film', file.url)).toBe(await file.sha256());
  expect(file.mostConnections()).toBeLessThanOrEqual(6);
  if (driver.name === 'firefox') expectLeftEarly(file);
  else expectEveryByte(file, { twice: file.size / 20 });
  expect(peak.coming - idle).toBeLessThan(150_000_000);
  expect(peak.handled - idle).toBeLessThan(200_000_000);
});
