import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { jobOf, openBackground } from '../fixtures/background';
import type { Page } from '../fixtures/drivers/driver';
import { byKeyboard, byMouse, textOf } from '../fixtures/popup';
import { savedOwnFiles } from '../fixtures/saved-files';
import { expect, test } from '../fixtures/test';

const TITLE = 'Night train, a picture to try it on';
const PICTURE = path.join(import.meta.dirname, '../../public/night-train.png');

const progressOf = (page: Page): Promise<number> => page.evaluate(() => document.querySelector('progress')?.position ?? -1);

for (const [how, use] of [['mouse', byMouse], ['keyboard', byKeyboard]] as const) {
  test(`a person tries it by ${how}: watched, paused, left alone and saved`, async ({ driver }) => {
    test.slow();
    const bytes = await readFile(PICTURE);
    // Keys go to the page that was opened last.
    const background = await openBackground(driver);
    const welcome = await driver.extensionPage('welcome.html');
    await use(welcome, 'Try it now');
    await expect.poll(() => progressOf(welcome)).toBeGreaterThan(0.1);
    expect(await welcome.violations()).toEqual([]);
    await use(welcome, `Pause: ${TITLE}`);
    await expect.poll(() => textOf(welcome)).toContain('Paused');
    const { job, origin, downloaded } = await jobOf(background, TITLE, { paused: 'user' });
    expect(downloaded).toBeGreaterThan(0);
    expect(downloaded).toBeLessThan(bytes.byteLength);
    await use(welcome, `Resume: ${TITLE}`);
    await expect.poll(async () => (await jobOf(background, TITLE)).downloaded).toBeGreaterThan(downloaded);
    // From where it stopped: the picture takes twelve seconds.
    expect(await progressOf(welcome)).toBeGreaterThanOrEqual(downloaded / bytes.byteLength);
    await welcome.close();

    expect(await jobOf(background, TITLE, { result: 'success', downloaded: bytes.byteLength, undelivered: false, hasData: true })).toMatchObject({ job });
    const manager = await driver.extensionPage('manager.html');
    await expect.poll(() => textOf(manager)).toContain('Background Fetch Anywhere');
    expect(await textOf(manager)).not.toContain('-extension://');
    await use(manager, `Save to disk: ${TITLE}`);
    await expect.poll(async () => (await background.call('saves', null)).filter((save) => save.job === job)).toMatchObject([{ state: 'done', from: 'stored' }]);
    expect(await savedOwnFiles(driver)).toContain(createHash('sha256').update(bytes).digest('hex'));
    await background.call('removeAll', { origin });
    await expect.poll(async () => (await background.call('list', null)).filter((other) => other.job === job)).toEqual([]);
    await manager.close();
    await background.close();
  });
}

test('two who press it get one fetch, and it is no site that could be blocked', async ({ driver }) => {
  const background = await openBackground(driver);
  const { job } = await background.call('tryIt', null);
  expect(await background.call('tryIt', null)).toEqual({ job });
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => textOf(popup)).toContain(TITLE);
  await expect.poll(() => popup.evaluate(() => [...document.querySelectorAll('.site .origin')].filter(({ textContent }) => textContent!.includes('Anywhere') || textContent!.includes('-extension:')).length)).toBe(0);
  await byMouse(popup, `Cancel: ${TITLE}`);
  await jobOf(background, TITLE, { failureReason: 'aborted' });
  await background.call('remove', { job });
  await popup.close();
  await background.close();
});
