import { idsOf, startFetch } from '../fixtures/background-fetch';
import type { Driver, Page } from '../fixtures/drivers/driver';
import type { TestServer } from '../fixtures/server/server';
import { expect, test } from '../fixtures/test';

const began = (id: string): object => ({ stage: 'began', type: 'backgroundfetchsuccess', id });
const ended = (id: string): object => ({ ...began(id), stage: 'ended' });

/** The popup's row of this title: its section, and what is noted there, as that an event is not delivered. */
const popupRow = async (driver: Driver, title: string): Promise<{ section: string; note: string | null }> => {
  const popup = await driver.extensionPage('popup.html');
  const row = (): Promise<{ section: string; note: string | null } | null> =>
    popup.evaluate((title) => {
      const row = [...document.querySelectorAll('[data-job]')].find((row) => row.querySelector('.title')!.textContent === title);
      return row ? { section: row.getAttribute('data-section')!, note: row.querySelector('.note')?.textContent ?? null } : null;
    }, title);
  await expect.poll(row).not.toBeNull();
  const found = (await row())!;
  await popup.close();
  return found;
};

/** Everything that could send an event again has its turn before the event of another fetch comes. */
const giveSecondChances = async (driver: Driver, page: Page, server: TestServer): Promise<void> => {
  if (driver.extension) await driver.killBackground();
  await page.reload();
  await startFetch(page, 'plain', [server.file('/plain', { size: 1_000 }).url]);
  await expect.poll(() => server.reports).toContainEqual(ended('plain'));
};

const failures = [
  { what: 'whose waitUntil is rejected', id: 'rejected' },
  { what: 'that throws', id: 'throws' },
];

for (const { what, id } of failures) {
  test(`a handler ${what} ends the fetch and is not run again`, async ({ driver, open, server }) => {
    const page = await open(`${server.origin}/handlers/`);
    await startFetch(page, id, [server.file('/episode', {}).url], { title: id });
    await expect.poll(() => server.reports).toEqual([began(id)]);
    await expect.poll(() => idsOf(page)).toEqual([]);

    if (driver.extension) await expect.poll(() => popupRow(driver, id)).toEqual({ section: 'finished', note: null });
    await giveSecondChances(driver, page, server);
    expect(server.reports).toEqual([began(id), began('plain'), ended('plain')]);
  });
}

test('a handler that takes 75 seconds comes to its end', async ({ open, server }) => {
  test.slow();
  const page = await open(`${server.origin}/handlers/`);
  await startFetch(page, 'slow', [server.file('/episode', {}).url]);
  await expect.poll(() => server.reports).toEqual([began('slow')]);
  // No window of the site may be what keeps it alive.
  await page.close();

  await expect.poll(() => server.reports, { timeout: 90_000, intervals: [500] }).toEqual([began('slow'), ended('slow')]);
});

test('a handler runs once although the background dies meanwhile', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/handlers/`);
  await startFetch(page, 'held', [server.file('/episode', {}).url], { title: 'held' });
  await expect.poll(() => server.reports).toEqual([began('held')]);

  await driver.killBackground();
  await expect.poll(() => popupRow(driver, 'held'), 'the event is not through').toMatchObject({ section: 'finished', note: expect.any(String) });
  await page.evaluate(async () => (await navigator.serviceWorker.ready).active!.postMessage('go on'));

  await expect.poll(() => server.reports).toEqual([began('held'), ended('held')]);
  await expect.poll(() => popupRow(driver, 'held')).toEqual({ section: 'finished', note: null });
  await giveSecondChances(driver, page, server);
  expect(server.reports).toEqual([began('held'), ended('held'), began('plain'), ended('plain')]);
});
