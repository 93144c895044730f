import { cachedSha256, startElsewhere, startFetch } from '../fixtures/background-fetch';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { ask, bytesOnDisk, jobOf, versionOf } from '../fixtures/own-pages';
import { expect, test } from '../fixtures/test';

const HALF = { size: 4_000_000, holdAt: 2_000_000 };
const success = (id: string): object => expect.objectContaining({ type: 'backgroundfetchsuccess', id });

test('a fetch goes on where it was when the extension is disabled and enabled again', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const file = server.file('/episode', HALF, HALF, {});
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, 'off', [file.url], { title: 'off' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  await driver.enableExtension(false);
  await expect.poll(() => file.requests()[0]?.closed).toBe(true);
  expect(file.requests()).toHaveLength(1);
  await driver.enableExtension(true);

  await expect.poll(() => server.reports, { timeout: 90_000 }).toEqual([success('off')]);
  await page.reload();
  expect(await cachedSha256(page, 'off', file.url)).toBe(await file.sha256());
});

test('a new version of the extension waits for what is under way, and takes over where it left off', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const before = await versionOf(driver);
  const file = server.file('/episode', HALF, HALF);
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, 'old', [file.url], { title: 'old' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  await driver.updateExtension('99.0.0');
  expect([await versionOf(driver), file.requests()[0]?.closed]).toEqual([before, false]);
  file.release();
  await expect.poll(() => server.reports).toEqual([success('old')]);

  // A page that opens while the extension is replaced goes with it.
  await expect.poll(() => versionOf(driver).catch(() => 'being replaced'), { timeout: 40_000 }).toBe('99.0.0');
  expect(await jobOf(driver, 'old')).toMatchObject({ result: 'success', undelivered: false });
  await page.reload();
  await startFetch(page, 'new', [server.file('/next', { size: 1_000 }).url]);
  await expect.poll(() => server.reports).toEqual([success('old'), success('new')]);
  expectOneGetEach(file);
});

for (const { what, stays } of [
  { what: 'under the eyes of an open page', stays: true },
  { what: 'with no page open', stays: false },
]) {
  test(`with the data of its site, cleared ${what}, a running fetch goes, bytes and all`, async ({ driver, open, server }) => {
    const file = server.file('/episode', HALF, HALF);
    const page = await open(`${server.origin}/classic/`);
    const title = `cleared ${what}`;
    // A page that is in the scope keeps its worker, in Firefox, until it goes itself.
    await startElsewhere(page, 'cleared', file.url, { title });
    await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);
    const { job } = (await jobOf(driver, title))!;
    if (!stays) await page.close();

    await driver.clearSiteData(server.origin);
    // Without a page it shows when there is no worker to bring the event to.
    if (!stays) file.release();

    await expect.poll(() => jobOf(driver, title)).toBeNull();
    await expect.poll(() => bytesOnDisk(driver, job)).toBeNull();
    await expect.poll(() => file.requests()[0]?.closed).toBe(true);
    expect(server.reports).toEqual([]);
  });
}

test('all fetches are paused at once, stay so when the browser is killed, and go on together', async ({ launch, server }) => {
  test.slow();
  const driver = await launch({ extension: true });
  const files = ['/a', '/b'].map((path) => server.file(path, HALF, HALF, {}));
  const before = await driver.newPage(`${server.origin}/classic/`);
  for (const { path, url } of files) await startFetch(before, path, [url], { title: path });
  for (const file of files) await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  await ask(driver, 'pauseAll', null);
  for (const file of files) await expect.poll(() => file.requests()[0]?.closed).toBe(true);
  await driver.restart({ kill: true });
  for (const { path } of files) await expect.poll(() => jobOf(driver, path)).toMatchObject({ paused: 'user' });
  expect(files.map((file) => file.requests().length)).toEqual([1, 1]);

  await ask(driver, 'resumeAll', null);
  await expect.poll(() => server.reports).toHaveLength(2);
  const page = await driver.newPage(`${server.origin}/classic/`);
  for (const file of files) expect(await cachedSha256(page, file.path, file.url)).toBe(await file.sha256());
});

test('a finished fetch taken off the list can be put back, with its bytes, also when the background has died; else both go', async ({ driver, open, server }) => {
  test.slow();
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'removed', [server.file('/episode', { size: 2_500_000 }).url], { title: 'removed' });
  await expect.poll(() => jobOf(driver, 'removed')).toMatchObject({ result: 'success', undelivered: false });
  const { job } = (await jobOf(driver, 'removed'))!;

  expect(await ask(driver, 'remove', { job })).toBeNull();
  expect(await jobOf(driver, 'removed')).toBeNull();
  await driver.killBackground();
  expect(await ask(driver, 'restore', { job })).toBeNull();
  expect(await jobOf(driver, 'removed')).toMatchObject({ job, hasData: true });
  expect(await bytesOnDisk(driver, job)).toBe(2_500_000);

  expect(await ask(driver, 'remove', { job })).toBeNull();
  await driver.killBackground();
  await expect.poll(() => bytesOnDisk(driver, job), { timeout: 60_000 }).toBeNull();
  expect(await ask(driver, 'restore', { job })).toMatchObject({ code: 'gone' });
});
