import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { ORIGIN, request, response, setUp } from '../jobs/fixtures';
import { abort, forget, settle } from '../jobs/transitions';
import { createManagerCalls } from './manager-calls';
import { createSettings } from './settings';

const OTHER = 'https://other.example';
beforeEach(() => fakeBrowser.reset());

const world = () => {
  const disk = setUp();
  const done: string[] = [];
  const context = disk.freshContext();
  const calls = createManagerCalls({
    context,
    supervisor: {
      abort: async (key) => (await abort(await disk.open(), key, null, 1)) !== null,
      remove: async (key) => (await forget(await disk.open(), key)) !== null,
    },
    settings: createSettings({ local: fakeBrowser.storage.local as never, sync: null, onFault: () => {} }),
    estimate: async () => ({ usage: 5, quota: 100 }),
    log: () => [{ at: 1, where: 'here', text: 'it broke' }],
    forgetChoices: async () => void done.push('forgot choices'),
  });
  const origins = async () => (await (await disk.open()).getAll('jobs')).map(({ origin }) => origin);
  return { ...disk, calls, done, origins };
};

test('files of a job come by pages, each with what is known of it', async () => {
  const { calls, start, arrive, write } = world();
  const job = await start({ requests: [request(), request(`${ORIGIN}/b`, { method: 'POST', body: new Blob(['abc']) }), request(`${ORIGIN}/c`)] });
  await arrive(job, 0);
  await write(job, 2, {
    response: response({ headers: [['content-type', 'Audio/MPEG; charset=x'], ['content-length', '90']] }),
    retry: { since: 1, attempts: 2, notBefore: 9 },
  });
  const [first, second, third] = await calls.records({ job: job.key, from: 0, count: 1_000 });
  expect(first).toMatchObject({ index: 0, url: `${ORIGIN}/file`, method: 'GET', status: 200, result: 'success', downloaded: 5, total: 5, attempts: 0 });
  expect(second).toMatchObject({ index: 1, method: 'POST', status: null, contentType: '', result: '', downloaded: 0, total: null, uploadTotal: 3 });
  expect(third).toMatchObject({ index: 2, contentType: 'audio/mpeg', total: 90, attempts: 2 });
  expect((await calls.records({ job: job.key, from: 1, count: 1 })).map(({ index }) => index)).toEqual([1]);
});

test('the length of an encoded body is not known before its end', async () => {
  const { calls, start, write } = world();
  const job = await start();
  await write(job, 0, { response: response({ headers: [['content-length', '90'], ['content-encoding', 'gzip']] }) });
  expect(await calls.records({ job: job.key, from: 0, count: 1 })).toMatchObject([{ total: null }]);
});

test('files of a job that is not there are gone', async () => {
  await expect(world().calls.records({ job: 'none', from: 0, count: 1 })).rejects.toMatchObject({ code: 'gone' });
});

test('storage is told for each site, the largest first', async () => {
  const { calls, start, arrive, open } = world();
  await arrive(await start({ id: 'a' }), 0, 'four');
  const other = await start({ id: 'b' }, OTHER);
  await arrive(other, 0, 'seven..');
  await settle(await open(), other.key, 1);
  await start({ id: 'c' }, 'https://empty.example');
  expect(await calls.storage(null)).toEqual({
    usage: 5,
    quota: 100,
    sites: [
      { origin: OTHER, bytes: 7 },
      { origin: ORIGIN, bytes: 4 },
      { origin: 'https://empty.example', bytes: 0 },
    ],
  });
});

test('all jobs of a site go, what runs included; those of others stay', async () => {
  const { calls, start, origins, done } = world();
  await start({ id: 'a' });
  await start({ id: 'b' });
  await start({ id: 'c' }, OTHER);
  await calls.removeAll({ origin: ORIGIN });
  expect(await origins()).toEqual([OTHER]);
  await calls.removeAll({ origin: null });
  expect(await origins()).toEqual([]);
  expect(done).toEqual([]);
});

test('clearing everything takes jobs and choices', async () => {
  const { calls, start, origins, done } = world();
  await start();
  await calls.clearEverything(null);
  expect([await origins(), done]).toEqual([[], ['forgot choices']]);
});

test('the log is told', async () => {
  expect(await world().calls.log(null)).toEqual([{ at: 1, where: 'here', text: 'it broke' }]);
});

test.each([
  ['records', null],
  ['records', { job: 5, from: 0, count: 1 }],
  ['records', { job: 'a', from: -1, count: 1 }],
  ['records', { job: 'a', from: 0, count: '1' }],
  ['removeAll', null],
  ['removeAll', {}],
  ['removeAll', { origin: 'a.example' }],
  ['setSettings', { connections: 'all' }],
] as const)('%s of %j is malformed', async (name, payload) => {
  const { calls, start, origins } = world();
  await start();
  const call = calls[name] as (payload: unknown) => unknown;
  await expect((async () => call(payload))()).rejects.toMatchObject({ code: 'malformed' });
  expect(await origins()).toEqual([ORIGIN]);
});
