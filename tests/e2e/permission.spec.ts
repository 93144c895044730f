import { idsOf, noteOf, startFetch, type WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { changesOf, decide, permissionOf, tellWorker, watchPermission } from '../fixtures/permission';
import { pressButton } from '../fixtures/popup';
import { expectOneGetEach } from '../fixtures/expect-requests';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

/** A site that has had one background fetch, and so has its place on the list of sites. */
const openKnown = async (open: (url: string) => Promise<Page>, server: TestServer): Promise<Page> => {
  const page = await open(`${server.origin}/permission/`);
  await startFetch(page, 'known', [server.file('/known', { size: 1_000 }).url]);
  await expect.poll(() => noteOf(page, 'known')).toMatchObject({ result: 'success' });
  return page;
};

const outcomeOfFetch = (page: Page, id: string, url: string): Promise<string> =>
  page.evaluate(
    async (id, url) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      return backgroundFetch.fetch(id, url).then(
        () => 'started',
        ({ name }: Error) => name,
      );
    },
    id,
    url,
  );

const statusOf = (page: Page): Promise<{ isStatus: boolean; name: string; state: PermissionState }> =>
  page.evaluate(async () => {
    const status = await navigator.permissions.query({ name: 'background-fetch' as PermissionName });
    return { isStatus: status instanceof PermissionStatus, name: status.name as string, state: status.state };
  });

test('the permission is a PermissionStatus, granted, in a window and in a service worker', async ({ open, server }) => {
  const page = await open(`${server.origin}/permission/`);
  expect(await statusOf(page)).toMatchObject({ isStatus: true, state: 'granted' });
  expect(await tellWorker(page, { command: 'query' })).toMatchObject({ isStatus: true, state: 'granted' });
});

test('the permission has the name it was asked for by', async ({ open, server }) => {
  const page = await open(`${server.origin}/permission/`);
  expect(await tellWorker(page, { command: 'query' })).toMatchObject({ name: 'background-fetch' });
  expect(await statusOf(page)).toMatchObject({ name: 'background-fetch' });
});

test('other queries are the business of the browser', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const outcomes = await page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    const { permissions } = navigator;
    const outcome = (...args: unknown[]): Promise<string> =>
      (Reflect.apply(permissions.query, permissions, args) as Promise<PermissionStatus>).then(
        ({ name, constructor }) => `${name} ${constructor === PermissionStatus}`,
        ({ name }: Error) => name,
      );
    return [await outcome({ name: 'geolocation' }), await outcome({ name: 'background_fetch' }), await outcome({}), await outcome(), await outcome(5)];
  });
  expect(outcomes).toEqual(['geolocation true', 'TypeError', 'TypeError', 'TypeError', 'TypeError']);
});

test('a fetch of a site that must ask waits for the answer', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: 200_000 });
  const page = await openKnown(open, server);
  await decide(driver, server.origin, 'Ask');
  await expect.poll(() => permissionOf(page)).toBe('prompt');

  await startFetch(page, 'asking', [file.url], { title: 'Episode 7' });
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => popup.evaluate(() => document.body.textContent)).toContain(`Allow ${server.origin} to download in the background?`);
  expect(file.requests()).toEqual([]);

  expect(await pressButton(popup, `Allow: ${server.origin}`)).toBe(true);
  await expect.poll(() => noteOf(page, 'asking')).toMatchObject({ type: 'backgroundfetchsuccess', result: 'success' });
  expect(await permissionOf(page)).toBe('granted');
  await popup.close();
  expectOneGetEach(file);
});

test('blocking ends what waits, and rejects what comes', async ({ driver, open, server }) => {
  const file = server.file('/episode', {});
  const page = await openKnown(open, server);
  await decide(driver, server.origin, 'Ask');
  await expect.poll(() => permissionOf(page)).toBe('prompt');
  await startFetch(page, 'asking', [file.url]);

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, `Block: ${server.origin}`)).toBe(true);
  await popup.close();

  await expect.poll(() => noteOf(page, 'asking')).toMatchObject({ type: 'backgroundfetchabort', failureReason: 'aborted' });
  expect(await outcomeOfFetch(page, 'blocked', file.url)).toBe('NotAllowedError');
  expect(await tellWorker(page, { command: 'fetch', id: 'blocked', url: file.url })).toBe('NotAllowedError');
  expect(await idsOf(page)).toEqual([]);
  expect(file.requests()).toEqual([]);

  await decide(driver, server.origin, 'Allow');
  await expect.poll(() => permissionOf(page)).toBe('granted');
  expect(await outcomeOfFetch(page, 'allowed', file.url)).toBe('started');
  await expect.poll(() => noteOf(page, 'allowed')).toMatchObject({ result: 'success' });
});

test('a fetch that a service worker starts waits for the answer as well', async ({ driver, open, server }) => {
  const file = server.file('/episode', {});
  const page = await openKnown(open, server);
  await decide(driver, server.origin, 'Ask');
  await expect.poll(() => permissionOf(page)).toBe('prompt');

  expect(await tellWorker(page, { command: 'fetch', id: 'asking', url: file.url })).toBe('asking');
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => popup.evaluate(() => document.body.textContent)).toContain(`Allow ${server.origin} to download in the background?`);
  expect(file.requests()).toEqual([]);
  expect(await pressButton(popup, `Allow: ${server.origin}`)).toBe(true);
  await expect.poll(() => noteOf(page, 'asking')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await popup.close();
});

test('a change is told to windows and service workers, also after the background was stopped', async ({ driver, open, server }) => {
  const page = await openKnown(open, server);
  const stranger = await open(`${server.otherOrigin}/classic/`);
  await watchPermission(page);
  await watchPermission(stranger);
  expect(await tellWorker(page, { command: 'watch' })).toBe('granted');

  await decide(driver, server.origin, 'Ask');
  await expect.poll(() => changesOf(page)).toEqual(['prompt']);
  await expect.poll(() => tellWorker(page, { command: 'changes' })).toEqual(['prompt']);

  await driver.killBackground();
  await decide(driver, server.origin, 'Block');
  await expect.poll(() => changesOf(page)).toEqual(['prompt', 'denied']);
  await decide(driver, server.origin, 'Allow');
  await expect.poll(() => changesOf(page)).toEqual(['prompt', 'denied', 'granted']);
  expect(await changesOf(stranger)).toEqual([]);
});
