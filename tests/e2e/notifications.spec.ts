import { noteOf, startFetch } from '../fixtures/background-fetch';
import { lookOutside } from '../fixtures/notifications';
import { openOptions, resetSettings } from '../fixtures/options';
import { textOf } from '../fixtures/popup';
import { expect, test } from '../fixtures/test';

const SIZE = 200_000;
const GONE = { status: 404 };
const [DONE, FAILED] = ['When a download is complete', 'When a download has failed'];

test.afterEach(({ driver }) => resetSettings(driver));

test('a fetch that is done and one that has failed have one notification each, and one that was cancelled has none', async ({ driver, open, server }) => {
  const outside = await lookOutside(driver);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'cancelled', [server.file('/cancelled', { size: SIZE }, { holdAt: 10 }).url], { title: 'Notified: cancelled' });
  await page.evaluate(async () => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as unknown as { backgroundFetch: { get(id: string): Promise<{ abort(): Promise<boolean> }> } };
    return (await backgroundFetch.get('cancelled')).abort();
  });
  await startFetch(page, 'done', [server.file('/done', { size: SIZE }).url], { title: 'Notified: done' });
  await startFetch(page, 'failed', [server.file('/failed', { size: SIZE }, GONE).url], { title: 'Notified: failed' });
  await expect.poll(outside.notified).toEqual(['Notified: done', 'Notified: failed']);
  await expect.poll(() => noteOf(page, 'failed')).toMatchObject({ result: 'failure' });
  expect(await outside.notified()).toEqual(['Notified: done', 'Notified: failed']);
  await outside.close();
});

test('there is none while a person sees the list, and one again for the next background', async ({ driver, open, server }) => {
  const outside = await lookOutside(driver);
  const seen = server.file('/seen', { size: SIZE }, { holdAt: 10 });
  const page = await open(`${server.origin}/classic/`);
  const popup = await driver.extensionPage('popup.html');
  await startFetch(page, 'seen', [seen.url], { title: 'Notified: seen' });
  await expect.poll(() => textOf(popup)).toContain('Notified: seen');
  seen.release();
  await expect.poll(() => noteOf(page, 'seen')).toMatchObject({ result: 'success' });
  await popup.close();
  // A background that was alive may not know yet that the page is closed.
  await driver.killBackground();

  await startFetch(page, 'unseen', [server.file('/unseen', { size: SIZE }).url], { title: 'Notified: unseen' });
  await expect.poll(outside.notified).toEqual(['Notified: unseen']);
  await outside.close();
});

test('each kind is switched off in the options, at once', async ({ driver, open, server }) => {
  const outside = await lookOutside(driver);
  const options = await openOptions(driver);
  const page = await open(`${server.origin}/classic/`);
  await options.check(DONE, false);
  await startFetch(page, 'off', [server.file('/off', { size: SIZE }).url], { title: 'Notified: off' });
  await expect.poll(() => noteOf(page, 'off')).toMatchObject({ result: 'success' });
  await startFetch(page, 'failed', [server.file('/failed', { size: SIZE }, GONE).url], { title: 'Notified: failed' });
  await expect.poll(outside.notified).toEqual(['Notified: failed']);

  await options.check(DONE, true);
  await options.check(FAILED, false);
  await startFetch(page, 'failed again', [server.file('/failed-again', { size: SIZE }, GONE).url], { title: 'Notified: failed again' });
  await expect.poll(() => noteOf(page, 'failed again')).toMatchObject({ result: 'failure' });
  await startFetch(page, 'on', [server.file('/on', { size: SIZE }).url], { title: 'Notified: on' });
  await expect.poll(outside.notified).toEqual(['Notified: failed', 'Notified: on']);
  await options.close();
  await outside.close();
});

test('a click on it is told to the site’s worker', async ({ driver, open, server }) => {
  const outside = await lookOutside(driver);
  const page = await open(`${server.origin}/click/`);
  await startFetch(page, 'clicked', [server.file('/clicked', { size: SIZE }).url], { title: 'Notified: clicked' });
  await expect.poll(outside.notified).toEqual(['Notified: clicked']);
  await expect.poll(() => server.reports).toEqual([expect.objectContaining({ type: 'backgroundfetchsuccess' })]);
  await driver.clickNotification(await outside.notificationOf('Notified: clicked'));
  await expect.poll(() => server.reports.at(-1)).toMatchObject({ type: 'backgroundfetchclick', id: 'clicked', result: 'success' });
  await outside.close();
});
