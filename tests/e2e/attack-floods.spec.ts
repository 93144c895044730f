import { idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { textOf } from '../fixtures/popup';
import { startServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

/** Makes all calls in one go, and replies before they are answered. */
const startFlood = (page: Page, calls: number, ids: 'distinct' | 'equal', url: string): Promise<void> =>
  page.evaluate(
    async (calls, ids, url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      const answers = Array.from({ length: calls }, (_, n) =>
        backgroundFetch.fetch(ids === 'distinct' ? `flood ${n}` : 'flood', url).then(
          () => ['started', Date.now()],
          ({ name, message }: Error) => [`${name}: ${message}`, Date.now()],
        ),
      );
      void Promise.all(answers).then((ended) => Object.assign(globalThis, { ended }));
    },
    calls,
    ids,
    url,
  );

/** How many calls ended how, and how many of them before that time (milliseconds since the epoch). */
const endOfFlood = async (page: Page, time: number): Promise<{ outcomes: Record<string, number>; before: number }> => {
  // No one question of a driver may take as long as the flood.
  await expect.poll(() => page.evaluate(() => 'ended' in globalThis), { timeout: 600_000, intervals: [1_000] }).toBe(true);
  return page.evaluate((time) => {
    const { ended } = globalThis as unknown as { ended: [outcome: string, at: number][] };
    const outcomes: Record<string, number> = {};
    for (const [outcome] of ended) outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
    return { outcomes, before: ended.filter(([, at]) => at < time).length };
  }, time);
};

// In a browser of its own: with it goes what the flood has left.
test('attack: fetches in a loop end at a limit; another site is served and the popup opens meanwhile', async ({ launch, server, floodCalls }) => {
  test.setTimeout(780_000);
  const held = server.file('/held', {}, { holdAt: 0 });
  const file = server.file('/episode', { size: 100_000 });
  const driver = await launch({ extension: true });
  const attacker = await driver.newPage(`${server.origin}/classic/`);
  const other = await driver.newPage(`${server.otherOrigin}/classic/`);

  await startFlood(attacker, floodCalls, 'distinct', held.url);
  await startFetch(other, 'other', [server.otherOrigin + file.path]);
  await expect.poll(() => noteOf(other, 'other'), { timeout: 60_000 }).toMatchObject({ type: 'backgroundfetchsuccess' });
  const servedAt = await other.evaluate(() => Date.now());
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => textOf(popup), { timeout: 60_000 }).toContain(server.otherOrigin);

  const { outcomes, before } = await endOfFlood(attacker, servedAt);
  expect(outcomes).toEqual({ started: 1_000, 'TypeError: no more than 1000 background fetches may be active for one origin': floodCalls - 1_000 });
  expect(before, 'the flood was not through when the other site was served').toBeLessThan(floodCalls / 2);
  expect(await idsOf(attacker)).toHaveLength(1_000);
  expect(held.mostConnections(), 'connections of the attacker').toBeLessThanOrEqual(6);
});

test('attack: of fetches with one id in a loop one is begun, and it succeeds', async ({ open, server, floodCalls }) => {
  test.setTimeout(660_000);
  const held = server.file('/held', {}, { holdAt: 0 });
  const page = await open(`${server.origin}/classic/`);
  await startFlood(page, floodCalls, 'equal', held.url);
  expect((await endOfFlood(page, 0)).outcomes).toEqual({ started: 1, 'TypeError: a background fetch with id "flood" is active': floodCalls - 1 });
  held.release();
  await expect.poll(() => noteOf(page, 'flood')).toMatchObject({ type: 'backgroundfetchsuccess' });
  expect(held.requests()).toHaveLength(1);
});

test('attack: an id of 100 MB is refused, and nobody dies of it', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const outcomes = await page.evaluate(async () => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    const name = (call: Promise<unknown>): Promise<string> =>
      call.then(
        () => 'resolved',
        ({ name }: Error) => name,
      );
    const id = 'x'.repeat(100_000_000);
    return [await name(backgroundFetch.fetch(id, '/episode')), await name(backgroundFetch.get(id)), await name(backgroundFetch.fetch('x'.repeat(4_097), '/episode'))];
  });
  expect(outcomes).toEqual(['TypeError', 'TypeError', 'TypeError']);
  const file = server.file('/episode', { size: 1_000 });
  await startFetch(page, 'x'.repeat(4_096), [file.url]);
  await expect.poll(() => noteOf(page, 'x'.repeat(4_096)), 'the longest that is allowed').toMatchObject({ type: 'backgroundfetchsuccess' });
});

test('attack: a site that holds every connection, over several hosts, by servers that hardly send, keeps no other site from its file', async ({ open, driver, server }) => {
  const CORS = { 'access-control-allow-origin': '*' };
  const hosts = await Promise.all(Array.from({ length: 4 }, () => startServer({ companion: driver.companion })));
  try {
    const drops = hosts.flatMap((host) => Array.from({ length: 10 }, (_, n) => host.file(`/drop-${n}`, { size: 1_000 }, { headers: CORS, bytesPerSecond: 1 }).url));
    const held = (): number => hosts.reduce((sum, { connections }) => sum + connections.now(), 0);
    const attacker = await open(`${server.origin}/classic/`);
    const other = await open(`${server.otherOrigin}/classic/`);
    await startFetch(attacker, 'drops', drops);
    await expect.poll(held, 'all there are').toBe(24);

    const files = [1, 2, 3].map((n) => server.otherOrigin + server.file(`/episode-${n}`, { size: 100_000 }).path);
    await startFetch(other, 'other', files);
    await expect.poll(() => noteOf(other, 'other')).toMatchObject({ type: 'backgroundfetchsuccess' });
    expect(held(), 'still all of them').toBe(24);
    expect(await idsOf(attacker)).toEqual(['drops']);
  } finally {
    await Promise.all(hosts.map((host) => host.close()));
  }
});
