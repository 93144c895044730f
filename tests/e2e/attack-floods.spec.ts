import { noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import { expect, test } from '../fixtures/test';

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
