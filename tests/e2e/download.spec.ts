import { cachedSha256, noteOf, startFetch, type Note } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

const EMPTY_SHA256 = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

test('one file arrives in the cache of the site', async ({ open, server }) => {
  const file = server.file('/episode', { size: 5_000_000 });
  const page = await open(`${server.origin}/classic/`);

  expect(await startFetch(page, 'one', [file.url], { title: 'Episode', downloadTotal: file.size })).toEqual({ id: 'one', result: '' });

  await expect.poll(() => noteOf(page, 'one')).toMatchObject({
    type: 'backgroundfetchsuccess',
    result: 'success',
    failureReason: '',
    downloaded: file.size,
    downloadTotal: file.size,
    records: [{ url: file.url, responseURL: file.url, status: 200 }],
  });
  expect(await cachedSha256(page, 'one', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});

test('three files of which one is missing fail with bad-status, and all three have a response', async ({ open, server }) => {
  const files = [server.file('/a', { size: 1_000_003 }), server.file('/gone', { size: 321 }, { status: 404 }), server.file('/c', { size: 70_001 })];
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'three', files.map(({ url }) => url));

  await expect.poll(() => noteOf(page, 'three')).toMatchObject({
    type: 'backgroundfetchfail',
    result: 'failure',
    failureReason: 'bad-status',
    records: expect.arrayContaining(files.map(({ url, path }) => expect.objectContaining({ url, status: path === '/gone' ? 404 : 200 }))),
  });
  for (const file of files) if (file.path !== '/gone') expect(await cachedSha256(page, 'three', file.url), file.path).toBe(await file.sha256());
  expectOneGetEach(...files);
});

test('the body that came with a bad status is not kept', async ({ open, server }) => {
  const file = server.file('/gone', { size: 321 }, { status: 404 });
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'gone', [file.url]);

  await expect.poll(() => noteOf(page, 'gone')).toMatchObject({ failureReason: 'bad-status', records: [{ url: file.url, status: 404 }] });
  expect(await cachedSha256(page, 'gone', file.url)).toBe(EMPTY_SHA256);
});

test('records are in the order of the requests', async ({ open, server }) => {
  const files = [server.file('/gone', { size: 1 }, { status: 404 }), ...['/z', '/a', '/m', '/b'].map((path) => server.file(path, { size: 2_000 }))];
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'order', files.map(({ url }) => url));

  await expect.poll(() => noteOf(page, 'order')).toMatchObject({ records: files.map(({ url }) => ({ url })) });
});

test('the worker gets its event with no page of the site open', async ({ open, server }) => {
  const file = server.file('/episode', { size: 3_000_000 }, { holdAt: 1_000_000 });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'closed', [file.url]);
  await expect.poll(() => file.requests().length).toBe(1);

  await page.close();
  file.release();

  await expect.poll(() => server.reports).toMatchObject([{ type: 'backgroundfetchsuccess', id: 'closed' }]);
  expect((server.reports[0] as Note).windows).not.toContainEqual(expect.objectContaining({ frameType: 'top-level' }));
  const later = await open(`${server.origin}/classic/`);
  expect(await cachedSha256(later, 'closed', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});

test('the worker sees no window of the site when there is none', async ({ open, server }) => {
  const file = server.file('/episode', {}, { holdAt: 1_000 });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'alone', [file.url]);

  await page.close();
  file.release();

  await expect.poll(() => server.reports).toMatchObject([{ id: 'alone', windows: [] }]);
});

test('eighty files of ten fetches are asked for once each', async ({ open, server }) => {
  const files = Array.from({ length: 80 }, (_, index) => server.file(`/part-${index}`, { size: 2_000 + index }));
  const page = await open(`${server.origin}/classic/`);
  const ids = Array.from({ length: 10 }, (_, index) => `batch-${index}`);

  for (const [index, id] of ids.entries()) {
    await startFetch(page, id, files.slice(index * 8, index * 8 + 8).map(({ url }) => url));
    await expect.poll(() => server.reports.length).toBe(index + 1);
  }
  for (const [index, file] of files.entries()) expect(await cachedSha256(page, ids[Math.floor(index / 8)]!, file.url)).toBe(await file.sha256());
  expectOneGetEach(...files);
});
