import { cachedSha256, idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

test('two sites at once see only their own fetches', async ({ open, server }) => {
  const files = [server.file('/one', { size: 200_000 }, { holdAt: 1_000 }), server.file('/two', { size: 200_000 }, { holdAt: 1_000 })] as const;
  const urls = [files[0].url, server.otherOrigin + files[1].path] as const;
  const pages = [await open(`${server.origin}/classic/`), await open(`${server.otherOrigin}/classic/`)] as const;
  await Promise.all([startFetch(pages[0], 'mine', [urls[0]]), startFetch(pages[1], 'theirs', [urls[1]])]);

  expect(await idsOf(pages[0])).toEqual(['mine']);
  expect(await idsOf(pages[1])).toEqual(['theirs']);
  const stranger = await pages[0].evaluate(async () => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    return (await backgroundFetch.get('theirs')) ?? null;
  });
  expect(stranger).toBeNull();

  for (const file of files) file.release();
  await expect.poll(() => noteOf(pages[0], 'mine')).toMatchObject({ type: 'backgroundfetchsuccess', records: [{ url: urls[0] }] });
  await expect.poll(() => noteOf(pages[1], 'theirs')).toMatchObject({ type: 'backgroundfetchsuccess', records: [{ url: urls[1] }] });
  expect(await cachedSha256(pages[0], 'mine', urls[0])).toBe(await files[0].sha256());
  expect(await cachedSha256(pages[1], 'theirs', urls[1])).toBe(await files[1].sha256());
  expectOneGetEach(...files);
});

test('two sites use the same id at once', async ({ open, server }) => {
  const file = server.file('/one', { size: 200_000 });
  const other = server.file('/two', { size: 300_000 });
  const pages = [await open(`${server.origin}/classic/`), await open(`${server.otherOrigin}/classic/`)] as const;

  await Promise.all([startFetch(pages[0], 'same', [file.url]), startFetch(pages[1], 'same', [server.otherOrigin + other.path])]);

  await expect.poll(() => noteOf(pages[0], 'same')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await expect.poll(() => noteOf(pages[1], 'same')).toMatchObject({ type: 'backgroundfetchsuccess' });
  expect(await cachedSha256(pages[0], 'same', file.url)).toBe(await file.sha256());
  expect(await cachedSha256(pages[1], 'same', server.otherOrigin + other.path)).toBe(await other.sha256());
});

test('two service workers of one site see only their own fetches', async ({ open, server }) => {
  const files = [server.file('/one', { size: 200_000 }, { holdAt: 1_000 }), server.file('/two', { size: 200_000 }, { holdAt: 1_000 })] as const;
  const pages = [await open(`${server.origin}/classic/`), await open(`${server.origin}/strict/`)] as const;
  await startFetch(pages[0], 'first', [files[0].url]);
  await startFetch(pages[1], 'second', [files[1].url]);

  expect(await idsOf(pages[0])).toEqual(['first']);
  expect(await idsOf(pages[1])).toEqual(['second']);
});
