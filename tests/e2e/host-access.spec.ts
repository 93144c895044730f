import { cachedSha256, downloadedOf, idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import type { LogEntry } from '../fixtures/server/log';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const HALF = { size: 4_000_000, holdAt: 2_000_000 };
const CORS = { headers: { 'Access-Control-Allow-Origin': '*' } };

const popupSays = async (driver: Driver, words: string): Promise<void> => {
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => popup.evaluate(() => document.body.textContent)).toContain(words);
  await popup.close();
};

/** What tells whose request it was. */
const signsOf = ({ method, headers }: LogEntry): Record<string, unknown> => ({
  method,
  origin: headers.origin,
  site: headers['sec-fetch-site'],
  // How much was on the disk is a matter of time.
  range: headers.range?.replace(/\d+/, 'n'),
  extra: Object.keys(headers).filter((name) => name.startsWith('x-')),
});

/** Bears a mark of ours: a header of a random name, or the extension's origin. */
const isOurs = ({ headers }: LogEntry): boolean => Object.keys(headers).some((name) => name.startsWith('x-')) || headers.origin?.startsWith('moz-extension:') === true;

/** Without a HEAD of the page's own, its question whether its policy allows this: where no host access lets our rule hold it back, it may get out. */
const fetchesOf = (endpoint: { requests(): LogEntry[] }): LogEntry[] => endpoint.requests().filter((entry) => entry.method !== 'HEAD' || isOurs(entry));

test('host access taken away while a fetch runs: it waits, says so, sends nothing, and goes on when it is given back', async ({ launch, server }) => {
  const own = server.file('/own', HALF, HALF);
  const other = server.file('/other', HALF, { ...HALF, ...CORS });
  const driver = await launch({ extension: true });
  const page = await driver.newPage(`${server.origin}/classic/`);
  const urls = [own.url, server.otherOrigin + other.path];
  await startFetch(page, 'episode', urls);
  for (const file of [own, other]) await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);
  // Sent is not received: of a file of which nothing has come there is no rest to ask for.
  await expect.poll(() => downloadedOf(page, 'episode')).toBeGreaterThan(HALF.holdAt);

  await driver.setHostAccess('none');

  for (const file of [own, other]) await expect.poll(() => file.requests()[0]?.closed, 'the connection is given up').toBe(true);
  await popupSays(driver, 'Needs access to http://');
  for (const file of [own, other]) {
    expect(file.requests()).toHaveLength(1);
    file.release();
  }
  await driver.setHostAccess('all');

  await expect.poll(() => noteOf(page, 'episode')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  for (const [n, file] of [own, other].entries()) expect(await cachedSha256(page, 'episode', urls[n]!)).toBe(await file.sha256());
  const signs = (origin: string | undefined, site: string) => [
    { method: 'GET', origin, site, range: undefined, extra: [] },
    { method: 'GET', origin, site, range: 'bytes=n-', extra: [] },
  ];
  expect(own.requests().map(signsOf)).toEqual(signs(undefined, 'same-origin'));
  expect(other.requests().map(signsOf)).toEqual(signs(server.origin, 'cross-site'));
});

/** A page whose bridge has a line to the background, of a browser that lets the extension act for no site any more. */
const openThenRevoke = async (driver: Driver, server: TestServer): Promise<Page> => {
  const page = await driver.newPage(`${server.origin}/classic/`);
  expect(await idsOf(page)).toEqual([]);
  await driver.setHostAccess('none');
  return page;
};

const startUpload = (page: Page, url: string): Promise<string> =>
  page.evaluate(async (url) => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    return (await backgroundFetch.fetch('upload', new Request(url, { method: 'POST', body: 'all of it' }))).id;
  }, url);

test('an upload that has not gone out waits for host access as well, through a death of the background, and goes out once', async ({ launch, server }) => {
  const upload = server.upload('/upload');
  const driver = await launch({ extension: true });
  const page = await openThenRevoke(driver, server);

  expect(await startUpload(page, upload.url)).toBe('upload');
  await popupSays(driver, 'Needs access to http://localhost');
  await driver.killBackground();
  await popupSays(driver, 'Needs access to http://localhost');
  expect(fetchesOf(upload)).toEqual([]);
  await driver.killBackground();
  await driver.setHostAccess('all');

  await expect.poll(() => noteOf(page, 'upload')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  expect(fetchesOf(upload).map(signsOf)).toEqual([{ method: 'POST', origin: server.origin, site: 'same-origin', range: undefined, extra: [] }]);
  expect(upload.received.map(({ bytes }) => bytes)).toEqual([9]);
});

test('the button in the popup has the browser give access to the one host', async ({ launch, server }) => {
  const file = server.file('/episode', {});
  const driver = await launch({ extension: true });
  const page = await openThenRevoke(driver, server);
  await startFetch(page, 'episode', [file.url]);
  await popupSays(driver, 'The browser does not let this extension act for all sites.');

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => popup.evaluate(() => document.querySelector('[aria-label^="Allow access to http://localhost"]') !== null)).toBe(true);
  await popup.click('[aria-label^="Allow access to http://localhost"]');

  await expect.poll(() => noteOf(page, 'episode')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  const fetches = fetchesOf(file);
  expect(fetches).not.toEqual([]);
  // A request that the browser does not show us at once is made again.
  for (const request of fetches) expect(signsOf(request)).toEqual({ method: 'GET', origin: undefined, site: 'same-origin', range: undefined, extra: [] });
  await expect.poll(() => popup.evaluate(() => document.body.textContent), 'other sites have none').toContain('act for all sites');
});

const hasTheAPI = (page: Page): Promise<boolean> => page.evaluate(async () => 'backgroundFetch' in (await navigator.serviceWorker.ready));

test('with access to one site only, that site has the API and its files; what it wants of another waits, says so, and comes when it may', async ({ launch, server }) => {
  const [own, both] = [server.file('/own', {}), server.file('/both', {})];
  const other = server.file('/other', {}, CORS);
  const driver = await launch({ extension: true });
  await driver.setHostAccess({ origin: server.origin });
  const page = await driver.newPage(`${server.origin}/classic/`);
  const stranger = await driver.newPage(`${server.otherOrigin}/classic/`);

  expect(await hasTheAPI(page)).toBe(true);
  expect(await hasTheAPI(stranger)).toBe(false);
  await startFetch(page, 'own', [own.url]);
  await expect.poll(() => noteOf(page, 'own')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });

  const urls = [both.url, server.otherOrigin + other.path];
  await startFetch(page, 'both', urls);
  await popupSays(driver, `Needs access to ${server.otherOrigin}.`);
  await popupSays(driver, 'The browser does not let this extension act for all sites.');
  expect(both.requests().map(({ closed }) => closed), 'its own file needs nobody').toEqual([true]);
  expect(fetchesOf(other)).toEqual([]);

  await driver.setHostAccess('all');
  await expect.poll(() => noteOf(page, 'both')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  for (const [n, file] of [both, other].entries()) expect(await cachedSha256(page, 'both', urls[n]!)).toBe(await file.sha256());
  await stranger.reload();
  expect(await hasTheAPI(stranger)).toBe(true);
});
