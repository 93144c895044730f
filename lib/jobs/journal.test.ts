import { expect, test, vi } from 'vitest';
import { ORIGIN, request, response, setUp } from './fixtures';
import { abort, pause } from './transitions';

test('unsettled records come in order, a page at a time, without those that have a result', async () => {
  const { start, journal, arrive } = setUp();
  const job = await start({ requests: Array.from({ length: 12 }, (_, n) => request(`${ORIGIN}/${n}`)) });
  await arrive(job, 1);
  await arrive(job, 10);
  const indexes = async (after: number, count: number) => (await journal.unsettled(job.key, after, count)).map((row) => row.index);
  expect(await indexes(-1, 4)).toEqual([0, 2, 3, 4]);
  expect(await indexes(4, 100)).toEqual([5, 6, 7, 8, 9, 11]);
  expect(await indexes(11, 100)).toEqual([]);
});

test('totals follow every write, down as well as up', async () => {
  const { start, journal, write } = setUp();
  const job = await start({ requests: [request(), request()] });
  await write(job, 0, { segments: [{ name: 'a', size: 10 }, { name: 'b', size: 5 }] });
  await write(job, 1, { segments: [{ name: 'c', size: 7 }], uploaded: 3 });
  expect(await journal.totals(job.key)).toEqual({ downloaded: 22, uploaded: 3 });
  await write(job, 0, { segments: [{ name: 'd', size: 1 }], generation: 1 });
  expect(await journal.totals(job.key)).toEqual({ downloaded: 8, uploaded: 3 });
});

test('rows written at once are one transaction, each counted, and one that may not be written stops no other', async () => {
  const { open, start, journal, arrive } = setUp();
  const db = await open();
  const [job, other, ended] = [await start({ requests: [request(), request(), request()] }), await start({ id: 'other' }), await start({ id: 'ended' })];
  const rows = await journal.unsettled(job.key, -1, 3);
  const [[theirs], [late]] = await Promise.all([journal.unsettled(other.key, -1, 1), journal.unsettled(ended.key, -1, 1)]);
  await arrive(job, 1);
  await abort(db, ended.key, null, 2_000);
  const before = await journal.totals(job.key);
  const transactions = vi.spyOn(db, 'transaction');
  const written = await Promise.all(
    [...rows, { ...rows[0]!, uploaded: 4 }, theirs!, late!].map(async (row, n) => journal.write({ ...row, segments: [{ name: String(n), size: 10 }] })),
  );
  expect(written).toEqual([true, false, true, true, true, false]);
  expect(transactions).toHaveBeenCalledTimes(1);
  expect(await journal.totals(job.key)).toEqual({ downloaded: before.downloaded + 20, uploaded: 4 });
  expect(await journal.totals(other.key)).toEqual({ downloaded: 10, uploaded: 0 });
  transactions.mockRestore();
});

test.each([
  ['side by side', [1, 2, 3]],
  ['with one between them', [3, 1]],
  ['far from each other', [0, 11, 1]],
])('rows %s are each written over what is stored of them, and no other is', async (_what, indexes) => {
  const { open, start, journal, write } = setUp();
  const job = await start({ requests: Array.from({ length: 12 }, (_, n) => request(`${ORIGIN}/${n}`)) });
  for (let index = 0; index < 12; index++) await write(job, index, { segments: [{ name: 'old', size: 1 }] });
  const rows = (await journal.unsettled(job.key, -1, 12)).filter(({ index }) => indexes.includes(index));
  const written = await Promise.all(rows.map((row) => journal.write({ ...row, segments: [{ name: 'new', size: 100 + row.index }] })));
  expect(written).toEqual(indexes.map(() => true));
  const stored = await (await open()).getAll('records');
  expect(stored.map(({ request: { url }, segments: [segment] }) => [url, segment])).toEqual(
    Array.from({ length: 12 }, (_, index) => [`${ORIGIN}/${index}`, indexes.includes(index) ? { name: 'new', size: 100 + index } : { name: 'old', size: 1 }]),
  );
  expect(stored.map(({ index }) => index)).toEqual(Array.from({ length: 12 }, (_, index) => index));
  const sum = indexes.reduce((bytes, index) => bytes + 100 + index, 12 - indexes.length);
  expect(await journal.totals(job.key)).toEqual({ downloaded: sum, uploaded: 0 });
});

test('what was sent, and what came of it, is on the disk at once; anything else need not be', async () => {
  const { open, start, journal } = setUp();
  const job = await start({ requests: [request(`${ORIGIN}/up`, { method: 'POST', body: new Blob(['x']) }), request()] });
  const [post, get] = await journal.unsettled(job.key, -1, 2);
  const transactions = vi.spyOn(await open(), 'transaction');
  await journal.write({ ...post!, sent: true });
  await journal.write({ ...get!, response: response() });
  await journal.write({ ...post!, sent: true, response: response(), result: 'success' });
  expect(transactions.mock.calls.map(([, , options]) => options?.durability)).toEqual(['strict', 'relaxed', 'strict']);
  transactions.mockRestore();
});

test('a write keeps the request and its body, and removes what is absent', async () => {
  const { open, start, journal, write } = setUp();
  const body = new Blob(['sent']);
  const job = await start({ requests: [request(`${ORIGIN}/up`, { method: 'POST', body })] });
  await write(job, 0, { sent: true, retry: { since: 1, attempts: 2, notBefore: 3 } });
  const [row] = await journal.unsettled(job.key, -1, 1);
  expect(row).toMatchObject({ sent: true, retry: { attempts: 2 }, request: { url: `${ORIGIN}/up`, method: 'POST' } });
  expect(await row!.request.body!.text()).toBe('sent');
  const { retry: _, ...without } = row!;
  await journal.write({ ...without, request: request('https://elsewhere.example/'), response: response() });
  const stored = await (await open()).get('records', [job.key, 0]);
  expect(stored).not.toHaveProperty('retry');
  expect(stored).toMatchObject({ sent: true, hasBody: true, request: { url: `${ORIGIN}/up` } });
});

test('a paused job takes what was under way; an ended or forgotten one takes nothing', async () => {
  const { open, start, journal, write } = setUp();
  const db = await open();
  const job = await start();
  const [row] = await journal.unsettled(job.key, -1, 1);
  await pause(db, job.key, 'user');
  expect(await write(job, 0, { segments: [{ name: 'a', size: 4 }] })).toBe(true);
  expect(await journal.job(job.key)).toMatchObject({ origin: ORIGIN });
  await abort(db, job.key, null, 2_000);
  expect(await journal.write({ ...row!, result: 'success' })).toBe(false);
  expect(await journal.job(job.key)).toBeNull();
  expect(await journal.write({ ...row!, job: 'unknown' })).toBe(false);
  expect(await db.get('records', [job.key, 0])).toMatchObject({ result: '', segments: [{ size: 4 }] });
});

test('a Worker that was replaced cannot undo a result or bring back an old generation', async () => {
  const { start, journal, write, arrive } = setUp();
  const job = await start();
  const [stale] = await journal.unsettled(job.key, -1, 1);
  await write(job, 0, { generation: 1 });
  expect(await journal.write({ ...stale!, segments: [{ name: 'old', size: 9 }] })).toBe(false);
  await arrive(job);
  expect(await journal.write({ ...stale!, generation: 2 })).toBe(false);
  expect(await journal.totals(job.key)).toEqual({ downloaded: 5, uploaded: 0 });
});
