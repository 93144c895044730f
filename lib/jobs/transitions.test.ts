import { expect, test } from 'vitest';
import type { ErrandOutcome } from '../protocol/site';
import { KEEP_FOR } from './delivery-policy';
import { ORIGIN, request, setUp } from './fixtures';
import { MAX_ACTIVE_PER_ORIGIN } from './limits';
import type { SaveRow } from './save-row';
import { abort, deliveryAttempted, dropData, forget, pause, remove, restore, resume, resumeByPerson, settle, updateUI } from './transitions';

const handled: ErrandOutcome = { kind: 'handled', rejected: false };

test('an accepted job is active, with its records and their bodies on disk', async () => {
  const { open, start, journal } = setUp();
  const job = await start({ requests: [request(), request(`${ORIGIN}/up`, { method: 'POST', body: new Blob(['sent']) })] });
  const db = await open();
  expect(await db.get('active', [job.scope, job.id])).toMatchObject({ job: job.key, origin: ORIGIN });
  expect(await db.get('jobs', job.key)).toMatchObject({ uploadTotal: 4, recordCount: 2, pausable: false });
  const rows = await journal.unsettled(job.key, -1, 10);
  expect(rows.map((row) => row.index)).toEqual([0, 1]);
  expect(await rows[1]!.request.body!.text()).toBe('sent');
});

test('of two fetches with one id at the same time, one is refused and leaves nothing', async () => {
  const { open, start } = setUp();
  const outcomes = await Promise.allSettled([start(), start()]);
  expect(outcomes.map((outcome) => outcome.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(outcomes.find((outcome) => outcome.status === 'rejected')).toMatchObject({ reason: { code: 'exists' } });
  const db = await open();
  expect([await db.count('jobs'), await db.count('records'), await db.count('tallies')]).toEqual([1, 1, 1]);
});

test('the same id may be used in another scope, and again after the end', async () => {
  const { open, start } = setUp();
  const job = await start();
  await start({ scope: `${ORIGIN}/other/` });
  await abort(await open(), job.key, null, 2_000);
  await start();
  expect(await (await open()).count('active')).toBe(2);
});

test('what active fetches have announced is no longer free', async () => {
  const { open, start, write } = setUp();
  const first = await start({ id: 'a', downloadTotal: 600 }, ORIGIN, 1_000);
  await expect(start({ id: 'b', downloadTotal: 600 }, ORIGIN, 1_000)).rejects.toMatchObject({ code: 'quota-exceeded' });
  // Bytes that have arrived count as used already, not as reserved.
  await write(first, 0, { segments: [{ name: 'x', size: 300 }] });
  await start({ id: 'b', downloadTotal: 600 }, ORIGIN, 1_000);
  await abort(await open(), first.key, null, 2_000);
});

test('without a total any fetch is accepted', async () => {
  const { open, start } = setUp();
  const job = await start({}, ORIGIN, 0);
  expect(await (await open()).get('jobs', job.key)).toEqual(job);
});

test('an origin has at most so many active fetches, and another is not affected', async () => {
  const { open, start } = setUp();
  const db = await open();
  const tx = db.transaction('active', 'readwrite');
  for (let n = 0; n < MAX_ACTIVE_PER_ORIGIN; n++) {
    void tx.store.add({ scope: `${ORIGIN}/`, id: `${n}x`, job: `${n}`, origin: ORIGIN, createdAt: n, downloadTotal: 0 });
  }
  await tx.done;
  await expect(start()).rejects.toMatchObject({ code: 'too-large' });
  await start({ scope: 'https://other.example/' }, 'https://other.example');
});

test('only one abort ends a job', async () => {
  const { open, start } = setUp();
  const job = await start();
  const db = await open();
  const ended = await Promise.all([abort(db, job.key, null, 2_000), abort(db, job.key, null, 2_000)]);
  expect(ended.filter((each) => each !== null)).toHaveLength(1);
  expect(await db.get('jobs', job.key)).toMatchObject({
    phase: { state: 'settled', failureReason: 'aborted', settledAt: 2_000, delivery: { state: 'due', notBefore: 2_000 } },
  });
  expect(await db.count('active')).toBe(0);
});

test('counts a site has seen do not go back when it aborts', async () => {
  const { open, start } = setUp();
  const job = await start();
  expect(await abort(await open(), job.key, { downloaded: 70, uploaded: 0 }, 2_000)).toMatchObject({ downloaded: 70 });
});

test.each([['abort first'], ['settle first']])('abort and settle of a complete job: the first wins, the other changes nothing (%s)', async (order) => {
  const { open, start, arrive } = setUp();
  const job = await start();
  await arrive(job);
  const db = await open();
  const calls = [() => abort(db, job.key, null, 2_000), () => settle(db, job.key, 2_000)];
  if (order === 'settle first') calls.reverse();
  const [first, second] = await Promise.all(calls.map((call) => call()));
  expect(first).not.toBeNull();
  expect(second).toBeNull();
  expect(await db.get('jobs', job.key)).toMatchObject({ phase: { failureReason: order === 'abort first' ? 'aborted' : '' } });
});

test('a job settles when its last record has a result, not before', async () => {
  const { open, start, arrive } = setUp();
  const job = await start({ requests: [request(), request()] });
  const db = await open();
  await arrive(job, 0);
  expect(await settle(db, job.key, 2_000)).toBeNull();
  await arrive(job, 1, '1234567');
  expect(await settle(db, job.key, 2_000)).toMatchObject({ downloaded: 12, phase: { failureReason: '' } });
  expect(await settle(db, job.key, 3_000)).toBeNull();
});

test('the record that failed first gives the reason', async () => {
  const { open, start, write, arrive } = setUp();
  const job = await start({ requests: [request(), request(), request()] });
  await write(job, 2, { result: 'bad-status' });
  await write(job, 0, { result: 'fetch-error' });
  await arrive(job, 1);
  expect(await settle(await open(), job.key, 2_000)).toMatchObject({ phase: { failureReason: 'bad-status' } });
});

test('an exceeded download total ends the job at once and is its reason', async () => {
  const { open, start, write } = setUp();
  const job = await start({ requests: [request(), request(), request()] });
  await write(job, 2, { result: 'bad-status' });
  expect(await settle(await open(), job.key, 2_000)).toBeNull();
  await write(job, 0, { result: 'download-total-exceeded' });
  expect(await settle(await open(), job.key, 2_000)).toMatchObject({ phase: { failureReason: 'download-total-exceeded' } });
});

test('a person pauses only what repeats no request; whoever paused it, resume goes on', async () => {
  const { open, start } = setUp();
  const db = await open();
  const post = await start({ requests: [request(`${ORIGIN}/up`, { method: 'POST' })], id: 'post' });
  expect(await pause(db, post.key, 'user')).toBeNull();
  expect(await pause(db, post.key, 'metered')).toBeNull();
  expect(await pause(db, post.key, 'host-access')).not.toBeNull();
  expect(await resume(db, post.key, 'consent')).toBeNull();
  expect(await resumeByPerson(db, post.key, false)).toMatchObject({ meteredToo: false, phase: { state: 'active', paused: null } });
  expect(await resumeByPerson(db, post.key, false)).toBeNull();
});

test('what the connection holds a person may hold as well, and then it is the person who lets it go on', async () => {
  const { open, start } = setUp();
  const db = await open();
  const { key } = await start();
  expect(await pause(db, key, 'metered')).toMatchObject({ phase: { paused: 'metered' } });
  expect(await pause(db, key, 'user')).toMatchObject({ phase: { paused: 'user' } });
  expect(await pause(db, key, 'metered')).toBeNull();
  expect(await resume(db, key, 'metered')).toBeNull();
  expect(await resumeByPerson(db, key, true)).toMatchObject({ meteredToo: true, phase: { paused: null } });
  await pause(db, key, 'user');
  expect(await resumeByPerson(db, key, false), 'once said, it stands').toMatchObject({ meteredToo: true });
});

test('an ended job is neither paused nor resumed', async () => {
  const { open, start } = setUp();
  const db = await open();
  const job = await start();
  await abort(db, job.key, null, 2_000);
  expect([await pause(db, job.key, 'user'), await resume(db, job.key, 'metered'), await resumeByPerson(db, job.key, true)]).toEqual([null, null, null]);
});

test('no event is delivered twice', async () => {
  const { open, start } = setUp();
  const db = await open();
  const job = await start();
  expect(await deliveryAttempted(db, job.key, handled, KEEP_FOR, 2_000)).toBeNull();
  await abort(db, job.key, null, 2_000);
  expect(await deliveryAttempted(db, job.key, { kind: 'inactive' }, KEEP_FOR, 3_000)).toMatchObject({ phase: { delivery: { state: 'due' } } });
  expect(await deliveryAttempted(db, job.key, handled, KEEP_FOR, 4_000)).toMatchObject({ phase: { delivery: { state: 'over', heard: true } } });
  expect(await deliveryAttempted(db, job.key, handled, KEEP_FOR, 5_000)).toBeNull();
});

test('updateUI changes what it names, only between settling and the end of the event, and never for an abort', async () => {
  const { open, start, arrive } = setUp();
  const db = await open();
  const job = await start();
  expect(await updateUI(db, job.key, { title: 'Early' })).toBeNull();
  await arrive(job);
  await settle(db, job.key, 2_000);
  expect(await updateUI(db, job.key, { icons: [{ src: 'https://x.example/' }] })).toMatchObject({ title: 'Episode', icons: [{}] });
  await deliveryAttempted(db, job.key, handled, KEEP_FOR, 3_000);
  expect(await updateUI(db, job.key, { title: 'Late' })).toBeNull();
  const aborted = await start();
  await abort(db, aborted.key, null, 2_000);
  expect(await updateUI(db, aborted.key, { title: 'Aborted' })).toBeNull();
});

test('with a job go its saves that have ended; those under way stay for whoever is to stop them', async () => {
  const { open, start } = setUp();
  const db = await open();
  const [job, other] = [await start({ id: 'a' }), await start({ id: 'b' })];
  for (const [save, key, state] of [['done', job.key, 'done'], ['running', job.key, 'running'], ['paused', job.key, 'paused'], ['failed', job.key, 'failed'], ['other', other.key, 'done']] as const)
    await db.put('saves', { save, job: key, state } as SaveRow);
  await forget(db, job.key);
  expect((await db.getAllKeys('saves')).toSorted()).toEqual(['other', 'paused', 'running']);
});

test('data goes only when the event is over; forgetting leaves no row', async () => {
  const { open, start, arrive } = setUp();
  const db = await open();
  const job = await start({ requests: [request(`${ORIGIN}/up`, { method: 'POST', body: new Blob(['sent']) })] });
  const other = await start({ id: 'other' });
  await arrive(job);
  await settle(db, job.key, 2_000);
  expect(await dropData(db, job.key, KEEP_FOR)).toBeNull();
  await deliveryAttempted(db, job.key, handled, KEEP_FOR, 3_000);
  expect(await dropData(db, job.key, KEEP_FOR)).toMatchObject({ phase: { delivery: { data: false } } });
  expect(await dropData(db, job.key, KEEP_FOR)).toBeNull();
  expect([await db.count('records'), await db.count('bodies')]).toEqual([1, 0]);
  await forget(db, job.key);
  await forget(db, other.key);
  for (const store of ['jobs', 'active', 'records', 'bodies', 'tallies'] as const) expect(await db.count(store)).toBe(0);
  expect(await forget(db, job.key)).toBeNull();
});

test('only a finished job is taken off the list; a second time changes nothing, and it can be put back', async () => {
  const { open, start } = setUp();
  const db = await open();
  const { key } = await start();
  expect(await remove(db, key, 5_000)).toBeNull();
  await abort(db, key, null, 2_000);
  expect(await remove(db, key, 5_000)).toMatchObject({ removeAt: 5_000, phase: { delivery: { state: 'due' } } });
  expect(await remove(db, key, 6_000)).toMatchObject({ removeAt: 5_000 });
  expect(await db.getAllKeysFromIndex('jobs', 'removed')).toEqual([key]);
  expect(await restore(db, key)).toMatchObject({ removeAt: null });
  expect(await db.getAllKeysFromIndex('jobs', 'removed')).toEqual([]);
  await forget(db, key, ({ removeAt }) => removeAt !== null);
  expect(await restore(db, key), 'it was put back before it could be forgotten').not.toBeNull();
  await forget(db, key);
  expect(await restore(db, key)).toBeNull();
});
