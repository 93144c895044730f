import { noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

/** Bytes and status of what `match()` finds, read to its end. */
const readMatch = (page: Page, id: string, url: string): Promise<{ status: number; url: string; sha256: string }> =>
  page.evaluate(
    async (id, url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      const record = await (await backgroundFetch.get(id))!.match(url);
      const response = await record!.responseReady;
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', await response.arrayBuffer()));
      return { status: response.status, url: response.url, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('') };
    },
    id,
    url,
  );

test('match finds a finished file while another is still downloading', async ({ open, server }) => {
  const first = server.file('/first', { size: 500_000 });
  const second = server.file('/second', { size: 500_000 }, { holdAt: 250_000 });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'match', [first.url, second.url]);

  expect(await readMatch(page, 'match', first.url)).toEqual({ status: 200, url: first.url, sha256: await first.sha256() });

  second.release();
  await expect.poll(() => noteOf(page, 'match')).toMatchObject({ type: 'backgroundfetchsuccess' });
  expectOneGetEach(first, second);
});

test('match finds nothing for a request that is not in the fetch', async ({ open, server }) => {
  const file = server.file('/episode', {}, { holdAt: 10 });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'none', [file.url]);

  const found = await page.evaluate(async () => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    return (await (await backgroundFetch.get('none'))!.match('/other')) ?? null;
  });
  expect(found).toBeNull();
});

test('a response is there with its headers and first bytes while its body is still downloading', async ({ open, server }) => {
  const file = server.file('/episode', { size: 3_000_000 }, { holdAt: 1_500_000, headers: { 'content-type': 'audio/ogg' } });
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'streamed', [file.url]);

  const early = await page.evaluate(
    async (url, enough) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      const record = await (await backgroundFetch.get('streamed'))!.match(url);
      const late = new Promise<null>((resolve) => setTimeout(resolve, 10_000, null));
      const response = await Promise.race([record!.responseReady, late]);
      if (!response) return null;
      const reader = response.body!.getReader();
      let bytes = 0;
      while (bytes < enough) bytes += (await reader.read()).value!.length;
      await reader.cancel();
      return { status: response.status, type: response.headers.get('content-type') };
    },
    file.url,
    1_000_000,
  );
  expect(early).toEqual({ status: 200, type: 'audio/ogg' });

  const whole = readMatch(page, 'streamed', file.url);
  file.release();
  expect(await whole).toMatchObject({ sha256: await file.sha256() });
  expectOneGetEach(file);
});
