import { cachedSha256, noteOf, startElsewhere } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

const HALF = { size: 4_000_000, holdAt: 2_000_000 };

test('a background fetch ends with its registration, and the next one of that scope knows nothing of it', async ({ open, server }) => {
  const [lost, next] = [server.file('/lost', HALF, HALF), server.file('/next', { size: 50_000 })];
  const page = await open(`${server.origin}/classic/`);
  await startElsewhere(page, 'lost', lost.url);
  await expect.poll(() => lost.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  // Not by getRegistration(): see findRegistration() for what Chromium makes of it now and then.
  await page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).find(({ scope }) => scope.endsWith('/elsewhere/'))!.unregister());
  expect(await startElsewhere(page, 'next', next.url)).toEqual([]);

  await expect.poll(() => noteOf(page, 'next')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await expect.poll(() => lost.requests()[0]?.closed, 'the connection is given up').toBe(true);
  expect(await noteOf(page, 'lost')).toBeNull();
  expectOneGetEach(lost, next);
});

test('a background fetch goes on while its worker is updated', async ({ open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startElsewhere(page, 'kept', file.url);
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  server.touch('/classic/sw.js');
  await page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.getRegistrations()).find(({ scope }) => scope.endsWith('/elsewhere/'))!;
    const before = registration.active!;
    await registration.update();
    while (before.state !== 'redundant') await new Promise((resolve) => before.addEventListener('statechange', resolve, { once: true }));
  });
  file.release();

  await expect.poll(() => noteOf(page, 'kept')).toMatchObject({ type: 'backgroundfetchsuccess' });
  expect(await cachedSha256(page, 'kept', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});
