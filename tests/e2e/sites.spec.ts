import { abortFetch, cachedSha256, idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
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

test('many files of two sites at once go out as their own sites’ requests, whatever becomes of other fetches', async ({ open, server }) => {
  const CORS = { headers: { 'Access-Control-Allow-Origin': '*' } };
  const site = async (origin: string, foreign: string, name: string) => {
    const page = await open(`${origin}/classic/`);
    await page.evaluate((name) => void (document.cookie = `site=${name}; path=/`), name);
    const numbered = (kind: string) => Array.from({ length: 20 }, (_, index) => server.file(`/${name}-${kind}-${index}`, { size: 20_000 }, CORS));
    const [own, others] = [numbered('own'), numbered('other')];
    // In turn, so that one request is with a cookie and the next one without.
    const urls = own.flatMap(({ path }, index) => [origin + path, foreign + others[index]!.path]);
    return { origin, page, name, own, others, urls };
  };
  const sites = [await site(server.origin, server.otherOrigin, 'one'), await site(server.otherOrigin, server.origin, 'two')] as const;
  const ended = server.file('/ended', { size: 200_000 }, { ...CORS, holdAt: 1000 });
  await startFetch(sites[0].page, 'ended', [server.otherOrigin + ended.path]);
  await expect.poll(() => ended.requests()[0]?.bytesSent).toBe(1000);

  await Promise.all(sites.map(({ page, urls }) => startFetch(page, 'many', urls)));
  for (const { others } of sites) await expect.poll(() => others.filter((file) => file.requests().length > 0).length).toBeGreaterThan(3);
  await abortFetch(sites[0].page, 'ended');

  for (const { page, urls, own, others, origin, name } of sites) {
    await expect.poll(() => noteOf(page, 'many')).toMatchObject({ type: 'backgroundfetchsuccess' });
    const { records = [] } = (await noteOf(page, 'many'))!;
    expect(new Map(records.map(({ url, status }) => [url, status]))).toEqual(new Map(urls.map((url) => [url, 200])));
    expectOneGetEach(...own, ...others);
    const sent = (files: typeof own) => files.map((file) => file.requests()[0]!.headers).map((headers) => ({ origin: headers.origin, cookie: headers.cookie }));
    expect(sent(own)).toEqual(own.map(() => ({ origin: undefined, cookie: `site=${name}` })));
    expect(sent(others)).toEqual(others.map(() => ({ origin, cookie: undefined })));
  }
});
