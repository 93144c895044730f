import { cachedSha256, noteOf, startFetch } from '../fixtures/background-fetch';
import { expect, test } from '../fixtures/test';

const CORS = { headers: { 'Access-Control-Allow-Origin': '*' } };

test('a file of another origin that allows it arrives', async ({ open, server }) => {
  const file = server.file('/episode', { size: 300_000 }, CORS);
  const url = server.otherOrigin + file.path;
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'other', [url]);

  await expect.poll(() => noteOf(page, 'other')).toMatchObject({ type: 'backgroundfetchsuccess', records: [{ url, responseURL: url, status: 200 }] });
  expect(await cachedSha256(page, 'other', url)).toBe(await file.sha256());
});

test('nothing is seen of a file of another origin that does not allow it', async ({ open, server }) => {
  const file = server.file('/secret', { size: 300_000 });
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'secret', [server.otherOrigin + file.path]);

  await expect.poll(() => noteOf(page, 'secret')).toMatchObject({
    type: 'backgroundfetchfail',
    failureReason: 'fetch-error',
    downloaded: 0,
    records: [{ url: server.otherOrigin + file.path, error: 'TypeError' }],
  });
});

test('a redirect to another origin that allows it is followed', async ({ open, server }) => {
  const file = server.file('/episode', { size: 300_000 }, CORS);
  const responseURL = server.otherOrigin + file.path;
  const { url } = server.file('/feed', { size: 0 }, { redirectTo: responseURL });
  const page = await open(`${server.origin}/classic/`);

  await startFetch(page, 'redirected', [url]);

  await expect.poll(() => noteOf(page, 'redirected')).toMatchObject({ type: 'backgroundfetchsuccess', records: [{ url, responseURL, status: 200 }] });
  expect(await cachedSha256(page, 'redirected', url)).toBe(await file.sha256());
});

test('a redirect does not lead past the policy of the page', async ({ open, server }) => {
  const file = server.file('/elsewhere', { size: 300_000 }, CORS);
  const { url } = server.file('/feed', { size: 0 }, { redirectTo: server.otherOrigin + file.path });
  const page = await open(`${server.origin}/classic/`);
  await page.evaluate(() => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "connect-src 'self'";
    document.head.append(policy);
  });

  await startFetch(page, 'redirected', [url]);

  await expect.poll(() => noteOf(page, 'redirected')).toMatchObject({ type: 'backgroundfetchfail', failureReason: 'fetch-error' });
  expect(file.requests()).toEqual([]);
});
