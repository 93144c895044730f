import { cachedSha256, idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import { tellWorker } from '../fixtures/permission';
import type { Page } from '../fixtures/drivers/driver';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { startServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const HALF = { size: 4_000_000, holdAt: 2_000_000 };

test('a service worker starts a fetch, finds it and gets its event', async ({ open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/calls/`);

  expect(await tellWorker(page, { command: 'fetch', id: 'mine', url: file.url })).toEqual({ result: '', downloadTotal: 4_000_000, recordsAvailable: true });
  expect(await tellWorker(page, { command: 'getIds' })).toEqual(['mine']);
  expect(await tellWorker(page, { command: 'get', id: 'mine' })).toBe('mine');
  expect(await tellWorker(page, { command: 'get', id: 'other' })).toBeNull();
  expect(await idsOf(page), 'the page sees it too').toEqual(['mine']);

  file.release();
  await expect.poll(() => noteOf(page, 'mine')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  expect(await cachedSha256(page, 'mine', file.url)).toBe(await file.sha256());
  expectOneGetEach(file);
});

test('a service worker aborts what a page started', async ({ open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/calls/`);
  await page.evaluate(async (url) => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    await backgroundFetch.fetch('theirs', url);
  }, file.url);
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  expect(await tellWorker(page, { command: 'getIds' })).toEqual(['theirs']);
  expect(await tellWorker(page, { command: 'abort', id: 'theirs' })).toBe(true);

  await expect.poll(() => noteOf(page, 'theirs')).toMatchObject({ type: 'backgroundfetchabort', failureReason: 'aborted' });
  expect(await idsOf(page)).toEqual([]);
});

test('a service worker makes every call with no page open', async ({ open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/calls/`);
  expect(await tellWorker(page, { command: 'alone', url: file.url })).toBe('waiting');
  await page.close();

  const started = { result: '', downloadTotal: 4_000_000, recordsAvailable: true };
  const outcomes = (): unknown[] => (server.reports as { alone?: unknown }[]).filter((report) => 'alone' in report).map(({ alone }) => alone);
  await expect.poll(outcomes).toEqual([started, started, ['kept', 'dropped'], 'kept', true, ['kept']]);

  file.release();
  await expect.poll(() => server.reports).toContainEqual(expect.objectContaining({ type: 'backgroundfetchabort', id: 'dropped' }));
  await expect.poll(() => server.reports).toContainEqual(expect.objectContaining({ type: 'backgroundfetchsuccess', id: 'kept' }));
});

test('a handler that begins another fetch sees its progress, with no page open', async ({ open, server }) => {
  const [first, next] = [server.file('/first', HALF, HALF), server.file('/next', HALF, HALF)];
  const page = await open(`${server.origin}/calls/`);
  await startFetch(page, 'leading', [`${first.url}#${encodeURIComponent(next.url)}`]);
  await page.close();
  first.release();
  await expect.poll(() => server.reports).toContainEqual({ followed: [true, true] });
  next.release();
});

test('a service worker is answered, and has its event, while those of another host of its site cannot be reached', async ({ driver, open, server }) => {
  const gone = await startServer({ companion: driver.companion });
  const leaving = await open(`${gone.origin}/classic/`);
  const held = gone.file('/held', {}, { holdAt: 0 });
  await leaving.evaluate(async (url) => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    const all = await Promise.all(Array.from({ length: 40 }, (_, id) => backgroundFetch.fetch(`${id}`, url)));
    void Promise.all(all.map((registration) => registration.abort()));
  }, held.url);
  await gone.close();

  const page = await open(`${server.origin}/calls/`);
  expect(await tellWorker(page, { command: 'fetch', id: 'there', url: server.file('/episode', {}).url })).toMatchObject({ result: '' });
  await expect.poll(() => noteOf(page, 'there')).toMatchObject({ type: 'backgroundfetchsuccess' });
});

test('a frame of the same origin makes every call', async ({ open, server }) => {
  const [kept, dropped] = [server.file('/kept', HALF, HALF), server.file('/dropped', HALF, HALF)];
  const page = await open(`${server.origin}/classic/`);
  const outcomes = await page.evaluate(
    async (kept, dropped) => {
      const frame = document.createElement('iframe');
      frame.src = './';
      document.body.append(frame);
      await new Promise((resolve) => (frame.onload = resolve));
      const { backgroundFetch } = (await frame.contentWindow!.navigator.serviceWorker.ready) as WithBackgroundFetch;
      const ids = [(await backgroundFetch.fetch('kept', kept)).id, (await backgroundFetch.fetch('dropped', dropped)).id];
      const aborted = await (await backgroundFetch.get('dropped'))!.abort();
      return { ids, aborted, left: await backgroundFetch.getIds() };
    },
    kept.url,
    dropped.url,
  );
  expect(outcomes).toEqual({ ids: ['kept', 'dropped'], aborted: true, left: ['kept'] });
  expect(await idsOf(page), 'the page around it has the same ones').toEqual(['kept']);

  kept.release();
  await expect.poll(() => noteOf(page, 'kept')).toMatchObject({ type: 'backgroundfetchsuccess' });
  expectOneGetEach(kept);
});

/** What a background fetch of a frame came to that is put into this page. */
const fetchInFrame = (page: Page, origin: string, file: string): Promise<string> =>
  page.evaluate((url) => {
    const told = new Promise<string>((resolve) => addEventListener('message', ({ data }) => resolve(String(data)), { once: true }));
    const frame = document.createElement('iframe');
    frame.src = url;
    document.body.append(frame);
    return told;
  }, `${origin}/framed/?fetch=${encodeURIComponent(file)}`);

test('a frame of another origin of the same site starts a fetch, and its worker gets the event', async ({ open, driver, server }) => {
  const file = server.file('/episode', { size: 200_000 });
  const neighbour = await startServer({ companion: driver.companion });
  try {
    const page = await open(`${neighbour.origin}/classic/`);
    expect(await fetchInFrame(page, server.origin, file.url)).toBe('framed');
    await expect.poll(() => server.reports).toMatchObject([{ type: 'backgroundfetchsuccess', id: 'framed', downloaded: file.size }]);
    expectOneGetEach(file);
  } finally {
    await neighbour.close();
  }
});

test('a cross-site frame is refused: its service worker is a partitioned one', async ({ open, server }) => {
  const file = server.file('/episode', {});
  const page = await open(`${server.otherOrigin}/classic/`);

  expect(await fetchInFrame(page, server.origin, file.url)).toBe('NotAllowedError');
  expect(file.requests()).toEqual([]);
});
