import type { SaveView } from '../../lib/protocol/saves';
import { abortFetch, noteOf, startFetch } from '../fixtures/background-fetch';
import { jobOf, openBackground } from '../fixtures/background';
import type { Driver } from '../fixtures/drivers/driver';
import { savedFiles, savedSha256 } from '../fixtures/saved-files';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

test('all files of a job are saved as the server has them, in a folder of the site', async ({ driver, open, server }) => {
  test.slow();
  const files = [server.file('/one.mp3', { size: 3_000_000 }), server.file('/two.bin', { size: 10_000 }), server.file('/empty.txt', { size: 0 })];
  const page = await open(`${server.origin}/classic/`);
  await startFetch(
    page,
    'saved',
    files.map(({ url }) => url),
    { title: 'To save' },
  );
  await expect.poll(() => noteOf(page, 'saved')).toMatchObject({ result: 'success' });

  const background = await openBackground(driver);
  const { job } = await jobOf(background, 'To save', { result: 'success', hasData: true });
  expect(await background.call('save', { job, index: null })).toMatchObject([{ index: 0, from: 'stored' }, { index: 1 }, { index: 2 }]);
  await expect.poll(async () => (await background.call('saves', null)).filter((save) => save.job === job)).toMatchObject(
    files.map(({ path, size }, index) => ({ index, state: 'done', filename: path.slice(1), received: size, total: size, error: null })),
  );
  expect(await savedFiles(driver, server.origin)).toEqual(['empty.txt', 'one.mp3', 'two.bin']);
  for (const file of files) expect(await savedSha256(driver, server.origin, file.path.slice(1))).toBe(await file.sha256());
  expectOneGetEach(...files);

  await background.call('remove', { job });
  // When it can be put back no longer. Chromium rounds the alarm up.
  await expect.poll(async () => (await background.call('saves', null)).filter((save) => save.job === job), { timeout: 60_000 }).toEqual([]);
  await background.close();
});

test('hostile names end safe', async ({ driver, open, server }) => {
  const wishes: [string, string][] = [
    ['../../x', 'x'],
    ['CON', 'CON_'],
    ['x'.repeat(300), 'x'.repeat(70)],
    ['gpj.\u202Eexe', 'gpj._exe'],
    ['a.html.exe', 'a_html.exe'],
    ['.bashrc', 'bashrc'],
    ['a:b|c?.mp3', 'a_b_c_.mp3'],
    ['page.html', 'page.html'],
  ];
  const files = wishes.map(([wish], number) =>
    server.file(`/hostile/${number}`, { size: 1_000 }, { headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(wish)}` } }),
  );
  const page = await open(`${server.origin}/classic/`);
  await startFetch(
    page,
    'hostile',
    files.map(({ url }) => url),
    { title: 'Hostile' },
  );
  await expect.poll(() => noteOf(page, 'hostile')).toMatchObject({ result: 'success' });
  const background = await openBackground(driver);
  const { job } = await jobOf(background, 'Hostile', { result: 'success' });
  await background.call('save', { job, index: null });
  await expect
    .poll(async () => (await background.call('saves', null)).filter((save) => save.job === job).map(({ state, filename }) => [state, filename]))
    .toEqual(wishes.map(([, name]) => ['done', name]));
  expect(await savedFiles(driver, server.origin)).toEqual(wishes.map(([, name]) => name).sort());

  // The same once more: nothing is written over.
  await background.call('save', { job, index: 0 });
  await expect.poll(async () => (await savedFiles(driver, server.origin)).length).toBe(wishes.length + 1);
  await background.close();
});

test('a job that runs becomes a plain download, with pause, resume and cancel', async ({ driver, open, server }) => {
  const HALF = { holdAt: 1_000_000 };
  const file = server.file('/film.mp4', { size: 3_000_000 }, HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'direct', [file.url], { title: 'Film' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  const background = await openBackground(driver);
  const { job } = await jobOf(background, 'Film');
  const saves = async () => (await background.call('saves', null)).filter((save) => save.job === job);
  const [started] = await background.call('saveDirectly', { job });
  expect(started).toMatchObject({ from: 'direct', filename: 'film.mp4' });
  const { save } = started!;
  await expect.poll(() => noteOf(page, 'direct')).toMatchObject({ type: 'backgroundfetchabort', failureReason: 'aborted' });
  await expect.poll(saves).toMatchObject([{ state: 'running', total: 3_000_000, resumable: true }]);
  await expect.poll(async () => (await saves())[0]?.received).toBeGreaterThan(0);
  await expect(background.call('saveDirectly', { job })).rejects.toThrow('invalid-state');

  await background.call('pauseSave', { save });
  await expect.poll(saves).toMatchObject([{ state: 'paused' }]);
  file.answer({});
  // Chromium goes on with the connection it has, Firefox makes another.
  file.release();
  await driver.killBackground();
  await expect.poll(saves).toMatchObject([{ state: 'paused' }]);
  await background.call('resumeSave', { save });
  await expect.poll(saves).toMatchObject([{ state: 'done', received: 3_000_000, total: 3_000_000 }]);
  expect(await savedFiles(driver, server.origin)).toEqual(['film.mp4']);
  expect(await savedSha256(driver, server.origin, 'film.mp4')).toBe(await file.sha256());
  await background.close();
});

for (const { what, end } of [
  { what: 'browser', end: (driver: Driver) => driver.restart({ kill: true }) },
  {
    what: 'extension’s process',
    end: async (driver: Driver) => {
      await driver.crashExtension();
      if (driver.name === 'chromium') await driver.restart({ kill: true });
    },
  },
]) {
  test(`a file that was being saved when the ${what} was killed is saved again by itself, whole`, async ({ launch, server }) => {
    test.slow();
    const driver = await launch({ extension: true });
    const file = server.file('/film.mp4', { size: 600_000_000 });
    const page = await driver.newPage(`${server.origin}/classic/`);
    await startFetch(page, 'film', [file.url], { title: 'Film' });
    await expect.poll(() => noteOf(page, 'film'), { timeout: 60_000 }).toMatchObject({ result: 'success' });
    const before = await openBackground(driver);
    const { job } = await jobOf(before, 'Film');
    await before.call('save', { job, index: 0 });
    await expect.poll(async () => (await before.call('saves', null))[0]?.received, { intervals: [20] }).toBeGreaterThan(0);

    await end(driver);

    const after = await openBackground(driver);
    await expect.poll(() => after.call('saves', null), { timeout: 90_000 }).toMatchObject([{ state: 'done', received: file.size, total: file.size }]);
    const [{ filename }] = (await after.call('saves', null)) as [SaveView];
    expect(await savedSha256(driver, server.origin, filename)).toBe(await file.sha256());
  });
}

test('a save that is cancelled leaves nothing', async ({ driver, open, server }) => {
  const HALF = { holdAt: 1_000_000 };
  const file = server.file('/film.mp4', { size: 3_000_000 }, HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'cancelled', [file.url], { title: 'Cancelled film' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);
  const background = await openBackground(driver);
  const { job } = await jobOf(background, 'Cancelled film');
  const saves = async () => (await background.call('saves', null)).filter((save) => save.job === job);
  const [started] = await background.call('saveDirectly', { job });
  await expect.poll(saves).toMatchObject([{ state: 'running' }]);

  await background.call('cancelSave', { save: started!.save });
  await expect.poll(saves).toMatchObject([{ state: 'cancelled', error: null, resumable: false }]);
  // Firefox notices only at the next byte that nobody wants it.
  file.release();
  await expect.poll(() => file.requests().every(({ closed }) => closed)).toBe(true);
  expect(await savedFiles(driver, server.origin)).toEqual([]);
  await background.close();
});

test('a file of another origin is not given to the download manager before its server has allowed the page to read it', async ({ driver, open, server }) => {
  const HELD = { holdAt: 0, headers: { 'access-control-allow-origin': '*' } };
  const HALF = { holdAt: 1_000, headers: { 'access-control-allow-origin': '*' } };
  const held = server.file('/held', { size: 10_000 }, HELD);
  const begun = server.file('/begun', { size: 10_000 }, HALF, {});
  const elsewhere = ({ path }: { path: string }): string => server.otherOrigin + path;
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'held', [elsewhere(held)], { title: 'Held' });
  await startFetch(page, 'begun', [elsewhere(begun)], { title: 'Begun' });
  await expect.poll(() => held.requests().length).toBe(1);
  await expect.poll(() => begun.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  const background = await openBackground(driver);
  const { job } = await jobOf(background, 'Held');
  await expect(background.call('saveDirectly', { job })).rejects.toThrow('invalid-state');
  expect(await jobOf(background, 'Held')).toMatchObject({ result: '' });
  expect(held.requests()).toHaveLength(1);
  await abortFetch(page, 'held');

  const allowed = await jobOf(background, 'Begun');
  await expect.poll(async () => (await background.call('records', { job: allowed.job, from: 0, count: 1 }))[0]?.status).toBe(200);
  await background.call('saveDirectly', { job: allowed.job });
  await expect.poll(() => savedSha256(driver, server.origin, 'begun')).toBe(await begun.sha256());
  await background.close();
});

test('a site that is always saved is saved each time, and no other', async ({ driver, open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const other = await open(`${server.otherOrigin}/classic/`);
  const background = await openBackground(driver);
  await background.call('setAlwaysSave', { origin: server.origin, always: true });
  expect(await background.call('alwaysSaved', null)).toContain(server.origin);
  const file = server.file('/weekly.mp3', { size: 500_000 });
  await startFetch(page, 'weekly', [file.url], { title: 'Weekly' });
  await startFetch(other, 'weekly', [server.otherOrigin + server.file('/other.mp3', {}).path], { title: 'Other weekly' });
  await expect.poll(() => savedSha256(driver, server.origin, 'weekly.mp3')).toBe(await file.sha256());
  await expect.poll(() => noteOf(other, 'weekly')).toMatchObject({ result: 'success' });
  expect(await savedFiles(driver, server.otherOrigin)).toEqual([]);

  await background.call('setAlwaysSave', { origin: server.origin, always: false });
  await startFetch(page, 'again', [server.file('/again.mp3', {}).url], { title: 'Again' });
  await expect.poll(() => noteOf(page, 'again')).toMatchObject({ result: 'success' });
  expect(await savedFiles(driver, server.origin)).toEqual(['weekly.mp3']);
  await background.close();
});
