import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Json } from '../fixtures/drivers/driver';
import { pressButton } from '../fixtures/popup';
import { fetchArguments, keyOf, rawCalls, storedRequest } from '../fixtures/raw-line';
import { frontTab } from '../fixtures/tabs';
import { expect, test } from '../fixtures/test';

const HALF = { size: 200_000, holdAt: 100_000 };

test("attack: another origin's fetch is not seen, read, stopped or changed, not even by its secret key", async ({ driver, open, server }) => {
  const file = server.file('/mine', HALF, HALF);
  const victim = await open(`${server.origin}/classic/`);
  const attacker = await open(`${server.otherOrigin}/classic/`);
  await startFetch(victim, 'mine', [file.url], { title: 'Mine' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);
  const job = await keyOf(driver, 'Mine');
  const scope = `${server.origin}/classic/`;
  const looks: [string, Json][] = [
    ['get', { scope, id: 'mine' }],
    ['getIds', { scope }],
    ['match', { job, query: null, limit: null }],
    ['awaitResponse', { job, index: 0 }],
    ['readBody', { job, index: 0, generation: 0, offset: 0 }],
  ];

  const seen = await rawCalls(attacker, [
    ...looks,
    ['fetch', fetchArguments(server.origin, 'planted', [storedRequest(file.url)])],
    ['updateUI', { job, options: { title: 'Stolen' } }],
    ['openWindow', { job, url: `${server.otherOrigin}/classic/` }],
    ['focusWindow', { job, url: `${server.otherOrigin}/classic/` }],
    ['focusWindow', { job, url: `${server.origin}/classic/` }],
    ['abort', { job }],
  ]);
  expect(seen).toEqual(['malformed', 'malformed', 'gone', 'gone', 'gone', 'internal', 'invalid-state', false, false, 'malformed', false]);

  const own = await rawCalls(victim, looks);
  expect(own, 'the same calls of its own page').toMatchObject([{ id: 'mine' }, ['mine'], [{ index: 0 }], { response: { status: 200 } }, { bytes: expect.anything() }]);

  file.release();
  await expect.poll(() => noteOf(victim, 'mine')).toMatchObject({ type: 'backgroundfetchsuccess', downloaded: HALF.size });
  file.answer(HALF);
  await startFetch(victim, 'control', [file.url], { title: 'Control' });
  expect(await rawCalls(victim, [['abort', { job: await keyOf(driver, 'Control') }]])).toEqual([true]);
});

test("attack: what a click allows its site's handlers, another origin does not get, and does not use up", async ({ driver, open, server }) => {
  const file = server.file('/mine', {});
  const held = server.file('/held', {}, { holdAt: 0 });
  const victim = await open(`${server.origin}/click/`);
  const attacker = await open(`${server.otherOrigin}/classic/`);
  await startFetch(victim, 'held', [file.url], { title: 'Clicked' });
  await expect.poll(() => noteOf(victim, 'held')).toMatchObject({ type: 'backgroundfetchsuccess' });
  const job = await keyOf(driver, 'Clicked');
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, 'Clicked')).toBe(true);
  await expect.poll(() => held.requests(), 'its handler runs').toHaveLength(1);

  const seen = await rawCalls(attacker, [
    ['openWindow', { job, url: `${server.otherOrigin}/classic/` }],
    ['focusWindow', { job, url: `${server.otherOrigin}/classic/` }],
    ['openWindow', { job, url: `${server.origin}/click/` }],
    ['focusWindow', { job, url: `${server.origin}/click/` }],
  ]);
  expect(seen).toEqual([false, false, 'malformed', 'malformed']);
  expect(await frontTab(popup), 'nothing comes before what was in front').toMatch(/popup\.html$/);

  held.release();
  const focused = { type: 'backgroundfetchclick', id: 'held', result: 'success', shown: `${server.origin}/click/`, again: 'InvalidAccessError' };
  await expect.poll(() => server.reports.at(-1), "the same of its site's handler").toEqual(focused);
  await expect.poll(() => frontTab(popup)).toBe(`${server.origin}/click/`);
  await popup.close();
});

test('attack: calls that only our own frames and bridges make are not passed on', async ({ driver, open, server }) => {
  const file = server.file('/mine', HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'mine', [file.url], { title: 'Bridge' });
  const job = await keyOf(driver, 'Bridge');
  const outcomes = await rawCalls(page, [
    ['serve', { token: 'background-fetch-anywhere:guess' }],
    ['served', { token: 'background-fetch-anywhere:guess', outcome: { kind: 'handled', rejected: false } }],
    ['watch', { jobs: [job] }],
    ['unregistered', { scope: `${server.origin}/classic/`, at: 9_999_999_999_999 }],
    ['beginHop', { url: file.url, headers: { cookie: 'stolen=1' } }],
    ['list', null],
    ['getIds', { scope: `${server.origin}/classic/` }],
  ]);
  expect(outcomes).toEqual(['malformed', 'malformed', 'malformed', 'malformed', 'malformed', 'malformed', ['mine']]);
});
