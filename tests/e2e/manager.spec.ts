import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { byKeyboard, byMouse, seen, textOf } from '../fixtures/popup';
import { addRows } from '../bench/seed';
import { expect, test } from '../fixtures/test';

const SIZE = 4_000_000;
const HALF = { holdAt: SIZE / 2 };

/** Where the row of that title stands; null: nowhere. */
const sectionOf = (page: Page, title: string): Promise<string | undefined> =>
  page.evaluate((title) => [...document.querySelectorAll<HTMLElement>('.job')].find((job) => job.querySelector('.title')!.textContent === title)?.dataset['section'], title);

const sectionsOf = async (page: Page, titles: string[]): Promise<(string | undefined)[]> => {
  const sections = [];
  for (const title of titles) sections.push(await sectionOf(page, title));
  return sections;
};

/** Types what a person would and leaves the field. */
const fill = (page: Page, id: string, value: string): Promise<boolean> =>
  page.evaluate(
    (id, value) => {
      const field = document.getElementById(id) as HTMLInputElement | null;
      if (!field) return false;
      field.value = value;
      return field.dispatchEvent(new Event('change', { bubbles: true }));
    },
    id,
    value,
  );

const valueOf = (page: Page, id: string): Promise<string | undefined> => page.evaluate((id) => (document.getElementById(id) as HTMLInputElement | null)?.value, id);

for (const [how, use] of [['mouse', byMouse], ['keyboard', byKeyboard]] as const) {
  test(`what was removed comes back by ${how}`, async ({ driver, open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    const title = `Removed by ${how}`;
    await startFetch(page, 'removed', [server.file('/episode', { size: SIZE }).url], { title });
    await expect.poll(() => noteOf(page, 'removed')).toMatchObject({ result: 'success' });
    const popup = await driver.extensionPage('popup.html');
    await use(popup, `Remove: ${title}`);
    await expect.poll(() => sectionOf(popup, title)).toBeNull();
    await seen(popup, 'Undo');
    await (use === byMouse ? byMouse(popup, 'Undo') : popup.undo());
    await expect.poll(() => sectionOf(popup, title)).toBe('finished');
    await popup.close();
  });

  test(`all are paused and let go by ${how}`, async ({ driver, open, server }) => {
    const titles = ['First of two', 'Second of two'];
    const files = titles.map((_, index) => server.file(`/episode-${index}`, { size: SIZE }, HALF, {}));
    const page = await open(`${server.origin}/classic/`);
    for (const [index, { url }] of files.entries()) await startFetch(page, `all ${index}`, [url], { title: titles[index]!, downloadTotal: SIZE });
    for (const file of files) await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

    const popup = await driver.extensionPage('popup.html');
    await use(popup, 'Pause all');
    await expect.poll(() => sectionsOf(popup, titles)).toEqual(['waiting', 'waiting']);
    for (const file of files) file.release();
    await use(popup, 'Resume all');
    await expect.poll(() => sectionsOf(popup, titles)).toEqual(['finished', 'finished']);
    await popup.close();
  });

  test(`a finished fetch is saved to the disk by ${how}`, async ({ driver, open, server }) => {
    const file = server.file('/to-save.bin', { size: SIZE });
    const page = await open(`${server.origin}/classic/`);
    const title = `Saved by ${how}`;
    await startFetch(page, 'saved', [file.url], { title });
    await expect.poll(() => noteOf(page, 'saved')).toMatchObject({ result: 'success' });
    const popup = await driver.extensionPage('popup.html');
    await use(popup, `Save to disk: ${title}`);
    await expect.poll(() => textOf(popup)).toMatch(/Saved as to-save( ?\(\d+\))?\.bin/);
    await popup.close();
  });
}

test('the manager shows every file with its address, answer and fault', async ({ driver, open, server }) => {
  const [good, gone] = [server.file('/files/good.bin', { size: 70_001 }), server.file('/files/gone.bin', { size: 100 }, { status: 404 })];
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'files', [good.url, gone.url], { title: 'Two files' });
  await expect.poll(() => noteOf(page, 'files')).toMatchObject({ failureReason: 'bad-status' });

  const manager = await driver.extensionPage('manager.html');
  await expect.poll(() => sectionOf(manager, 'Two files')).toBe('finished');
  await manager.evaluate(() => {
    const job = [...document.querySelectorAll('.job')].find((job) => job.querySelector('.title')!.textContent === 'Two files')!;
    job.querySelector('details')!.open = true;
  });
  const lines = (): Promise<string[]> => manager.evaluate(() => [...document.querySelectorAll<HTMLElement>('.file')].map((file) => file.innerText.replace(/\s+/gu, ' ')));
  await expect.poll(lines).toEqual([
    expect.stringMatching(new RegExp(`^good\\.bin ${good.url} GET · 200 · application/octet-stream · 70 kB Complete`)),
    expect.stringMatching(new RegExp(`^gone\\.bin ${gone.url} GET · 404 · .*Refused by the server`)),
  ]);
  expect(await manager.violations()).toEqual([]);
  await manager.close();
});

test('all downloads of a site are removed in the manager, and no other site’s', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: SIZE }, HALF);
  for (const [origin, title] of [[server.origin, 'Site to clear'], [server.otherOrigin, 'Site to keep']] as const) {
    const page = await open(`${origin}/classic/`);
    await startFetch(page, 'cleared', [`${origin}${file.path}`], { title });
  }
  const manager = await driver.extensionPage('manager.html');
  await byMouse(manager, `Remove its downloads: ${server.origin}`);
  await expect.poll(() => textOf(manager)).toContain(`All downloads of ${server.origin} stop`);
  await manager.evaluate(() => document.querySelector<HTMLElement>('.confirm-question .danger')!.click());
  await expect.poll(() => sectionOf(manager, 'Site to clear')).toBeNull();
  expect(await sectionOf(manager, 'Site to keep')).toBe('running');
  await manager.close();
});

test('a change of the options is there after the page and the background were gone, and in other windows at once', async ({ driver }) => {
  const [one, two] = [await driver.extensionPage('options.html'), await driver.extensionPage('options.html')];
  await expect.poll(() => fill(one, 'keep-days', '21')).toBe(true);
  await expect.poll(() => valueOf(two, 'keep-days')).toBe('21');
  expect(await two.violations()).toEqual([]);
  await one.close();
  await two.close();
  await driver.killBackground();
  const again = await driver.extensionPage('options.html');
  await expect.poll(() => valueOf(again, 'keep-days')).toBe('21');
  expect(await fill(again, 'keep-days', '14')).toBe(true);
  await again.close();
});

test('a site is blocked in the options before it was ever seen', async ({ driver, open, server }) => {
  const options = await driver.extensionPage('options.html');
  await expect
    .poll(() =>
      options.evaluate((origin) => {
        const field = document.querySelector<HTMLInputElement>('#site');
        if (!field) return false;
        field.value = `${origin}/any/page`;
        field.form!.requestSubmit();
        return true;
      }, server.origin),
    )
    .toBe(true);
  await expect.poll(() => textOf(options)).toContain(server.origin);
  const page = await open(`${server.origin}/permission/`);
  await expect.poll(() => page.evaluate(async () => (await navigator.permissions.query({ name: 'background-fetch' as PermissionName })).state)).toBe('denied');
  await options.close();
});

test('the welcome page says that everything is ready where it is, and axe has nothing against it', async ({ driver }) => {
  const welcome = await driver.extensionPage('welcome.html');
  await expect.poll(() => textOf(welcome)).toContain('Downloads that do not need their tab');
  await expect.poll(() => textOf(welcome)).toContain('Everything is ready');
  expect(await welcome.violations()).toEqual([]);
  await welcome.close();
});

const titlesOn = (page: Page): Promise<string[]> => page.evaluate(() => [...document.querySelectorAll('.title')].map(({ textContent }) => textContent ?? ''));

/** Of all rows, those that the browser lays out and paints. */
const drawnOn = (page: Page): Promise<number> =>
  page.evaluate(() => [...document.querySelectorAll('.job h4')].filter((title) => title.checkVisibility({ contentVisibilityAuto: true })).length);

const search = (page: Page, words: string): Promise<void> =>
  page.evaluate((words) => {
    const field = document.querySelector<HTMLInputElement>('input[type=search]')!;
    field.value = words;
    field.dispatchEvent(new Event('input', { bubbles: true }));
  }, words);

test('the manager stays usable with 500 active jobs and 10,000 that have ended', async ({ launch, server }) => {
  test.slow();
  // Others are not to find these jobs.
  const driver = await launch({ extension: true });
  const named = Array.from({ length: 10_000 }, (_, n) => `Episode ${n}`);
  const page = await driver.newPage(`${server.origin}/classic/`);
  await startFetch(page, 'model', [server.file('/episode', { size: 1_000 }).url], { title: 'Model' });
  await expect.poll(() => noteOf(page, 'model')).toMatchObject({ result: 'success' });
  await addRows(driver, { paused: 500, finished: 10_000 });
  await driver.killBackground();

  const manager = await driver.extensionPage('manager.html');
  await expect.poll(() => titlesOn(manager).then((titles) => titles.length)).toBe(600);
  await expect.poll(() => drawnOn(manager), 'what is out of sight costs nothing').toBeLessThan(200);
  expect(await titlesOn(manager)).not.toContain('Episode 9876');
  await search(manager, 'EPISODE 987 site17.example');
  await expect.poll(() => titlesOn(manager)).toEqual(['Episode 9877']);
  await search(manager, 'episode 987');
  await expect.poll(() => titlesOn(manager).then((titles) => titles.toSorted())).toEqual(named.filter((title) => title.includes('987')).toSorted());
  await byKeyboard(manager, 'Remove: Episode 9876');
  await expect.poll(() => titlesOn(manager)).not.toContain('Episode 9876');
  await manager.undo();
  await expect.poll(() => titlesOn(manager)).toContain('Episode 9876');
  await search(manager, '');
  await expect.poll(() => titlesOn(manager).then((titles) => titles.length)).toBe(600);
  await byMouse(manager, 'Older downloads');
  await expect.poll(() => titlesOn(manager).then((titles) => titles.length)).toBe(800);
  await manager.close();
});
