import { cachedSha256, idsOf, startFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import { isDelivered, jobOf } from '../fixtures/own-pages';
import { startServer, type TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

/** Of the workers of sites/handlers; others tell the id as well. */
interface Report {
  stage: 'began' | 'ended';
  type: string;
  id: string;
}

const began = (id: string): Report => ({ stage: 'began', type: 'backgroundfetchsuccess', id });
const ended = (id: string): Report => ({ ...began(id), stage: 'ended' });

const letGoOn = (page: Page): Promise<void> => page.evaluate(async () => (await navigator.serviceWorker.ready).active!.postMessage('go on'));

/** Everything that could send an event again has its turn before this report of another fetch comes. */
const giveSecondChances = async (driver: Driver, page: Page, server: TestServer, last: Pick<Report, 'id'>): Promise<void> => {
  await driver.killBackground();
  await page.reload();
  await startFetch(page, last.id, [server.file(`/${last.id}`, { size: 1_000 }).url]);
  // A background that starts is not always left alone: what dies after the answer goes on at the alarm.
  await expect.poll(() => server.reports, { timeout: 90_000 }).toContainEqual(expect.objectContaining(last));
};

/** A fetch of the site whose bytes are all there, and whose worker cannot be reached: its server is gone. Replies the SHA-256. */
const arriveUnreachable = async (driver: Driver, server: TestServer, neighbour: TestServer, id: string): Promise<{ url: string; sha256: string }> => {
  const open = { headers: { 'access-control-allow-origin': '*' } };
  const file = neighbour.file(`/${id}`, { size: 3_000_000 }, { ...open, holdAt: 1_000_000 }, open);
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, id, [file.url], { title: id, downloadTotal: file.size });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(1_000_000);
  await page.close();
  await server.refuse();
  file.release();
  await expect.poll(() => jobOf(driver, id)).toMatchObject({ result: 'success', undelivered: true, hasData: true });
  expect(server.reports).toEqual([]);
  return { url: file.url, sha256: await file.sha256() };
};

test('the browser is killed when all bytes are there and the event is not yet: it comes by itself, once, with the bytes', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const neighbour = await startServer({ companion: driver.companion });
  const { url, sha256 } = await arriveUnreachable(driver, server, neighbour, 'killed');

  await Promise.all([driver.restart({ kill: true }), server.accept()]);

  await expect.poll(() => server.reports, { timeout: 90_000 }).toMatchObject([{ type: 'backgroundfetchsuccess', id: 'killed' }]);
  const page = await driver.newPage(`${server.origin}/classic/`);
  expect(await idsOf(page)).toEqual([]);
  expect(await cachedSha256(page, 'killed', url)).toBe(sha256);
  await giveSecondChances(driver, page, server, { id: 'other' });
  expect(server.reports).toMatchObject([{ id: 'killed' }, { id: 'other' }]);
  expect(neighbour.log.entries).toHaveLength(1);
  await neighbour.close();
});

test('a worker that cannot be reached has its event at the next visit, with the bytes, also when the background has died', async ({ driver, open, server }) => {
  test.slow();
  const neighbour = await startServer({ companion: driver.companion });
  const { url, sha256 } = await arriveUnreachable(driver, server, neighbour, 'away');

  await driver.killBackground();
  await server.accept();
  const page = await open(`${server.origin}/classic/`);

  await expect.poll(() => server.reports, { timeout: 60_000 }).toMatchObject([{ type: 'backgroundfetchsuccess', id: 'away' }]);
  expect(await cachedSha256(page, 'away', url)).toBe(sha256);
  await expect.poll(() => jobOf(driver, 'away')).toMatchObject({ undelivered: false });
  await giveSecondChances(driver, page, server, { id: 'other' });
  expect(server.reports).toMatchObject([{ id: 'away' }, { id: 'other' }]);
  expect(neighbour.log.entries).toHaveLength(1);
  await neighbour.close();
});

test('the browser is killed while the handler runs: the handler runs again, once', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const file = server.file('/episode', { size: 200_000 });
  const before = await driver.newPage(`${server.origin}/handlers/`);
  await startFetch(before, 'held', [file.url], { title: 'held' });
  await expect.poll(() => server.reports).toEqual([began('held')]);

  await driver.restart({ kill: true });

  await expect.poll(() => server.reports, { timeout: 60_000 }).toEqual([began('held'), began('held')]);
  const page = await driver.newPage(`${server.origin}/handlers/`);
  await letGoOn(page);
  await expect.poll(() => server.reports).toEqual([began('held'), began('held'), ended('held')]);
  await expect.poll(() => jobOf(driver, 'held')).toMatchObject({ undelivered: false });
  await giveSecondChances(driver, page, server, ended('plain'));
  expect(server.reports).toEqual([began('held'), began('held'), ended('held'), began('plain'), ended('plain')]);
  expect(file.requests()).toHaveLength(1);
});

test('the worker is killed in its handler: the event comes again by itself within seconds, once', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/handlers/`);
  await startFetch(page, 'held', [server.file('/episode', { size: 200_000 }).url], { title: 'held' });
  await expect.poll(() => server.reports).toEqual([began('held')]);

  await driver.killSiteWorkers(server.origin);

  await expect.poll(() => server.reports, { timeout: 12_000 }).toEqual([began('held'), began('held')]);
  await letGoOn(page);
  await expect.poll(() => server.reports).toEqual([began('held'), began('held'), ended('held')]);
  await expect.poll(() => jobOf(driver, 'held')).toMatchObject({ undelivered: false });
  await giveSecondChances(driver, page, server, ended('plain'));
  expect(server.reports).toEqual([began('held'), began('held'), ended('held'), began('plain'), ended('plain')]);
});

test('a background that dies while the handler runs comes back by itself, in time for the worker to remember the event', async ({ driver, open, server }) => {
  test.slow();
  const gate = server.file('/gate', { size: 10 }, { holdAt: 0 });
  const page = await open(`${server.origin}/handlers/`);
  await startFetch(page, 'gated', [server.file('/episode', { size: 200_000 }).url], { title: 'unwatched' });
  await expect.poll(() => gate.requests().length).toBe(1);

  // From now on no page that opens, of the site or of the extension, wakes it.
  const icon = await driver.extensionPage('icon/128.png');
  await page.close();
  await driver.killBackground();
  gate.release();
  await expect.poll(() => server.reports).toEqual([began('gated'), ended('gated')]);
  await expect.poll(() => isDelivered(icon, 'unwatched'), { timeout: 60_000, intervals: [1_000] }).toBe(true);
  expect(server.reports).toEqual([began('gated'), ended('gated')]);
  await icon.close();
});
