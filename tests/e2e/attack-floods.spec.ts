import { noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import { expect, test } from '../fixtures/test';

test('attack: 10,000 fetches in a loop end at a limit, and another site is served meanwhile', async ({ open, server }) => {
  test.setTimeout(600_000);
  const held = server.file('/held', {}, { holdAt: 0 });
  const file = server.file('/episode', { size: 100_000 });
  const attacker = await open(`${server.origin}/classic/`);
  const other = await open(`${server.otherOrigin}/classic/`);

  const outcomes = await attacker.evaluate(async (url) => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    const counts: Record<string, number> = {};
    const note = (outcome: string): void => void (counts[outcome] = (counts[outcome] ?? 0) + 1);
    const calls = Array.from({ length: 10_000 }, (_, n) =>
      backgroundFetch.fetch(`flood ${n}`, url).then(
        () => note('started'),
        ({ name }: Error) => note(name),
      ),
    );
    await Promise.all(calls);
    return counts;
  }, held.url);
  expect(outcomes).toEqual({ started: 1_000, TypeError: 9_000 });

  await startFetch(other, 'other', [server.otherOrigin + file.path]);
  await expect.poll(() => noteOf(other, 'other'), { timeout: 60_000 }).toMatchObject({ type: 'backgroundfetchsuccess' });
  expect(held.requests().length).toBeLessThanOrEqual(6);
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
