import { expect, test, vi } from 'vitest';
import type { ErrandOutcome } from '../protocol/site';
import { REMOVE_GRACE } from './delivery-policy';
import { listeningWorker, ORIGIN, request } from './fixtures';
import { asking, handled, world } from './world.mocks';

test('pausing all stops what can be stopped, past the death of the background; resuming all does not answer for anybody', async () => {
  const home = world();
  const { start, background, job: row, consents } = home;
  const { supervisor, asked } = background();
  const [one, two] = [await start({ id: 'one' }), await start({ id: 'two' })];
  const post = await start({ id: 'post', requests: [request(`${ORIGIN}/up`, { method: 'POST' })] });
  consents.set(ORIGIN, 'prompt');
  const question = await asking(home)('question');
  for (const { key } of [one, two, post, question]) supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run', 'run']));
  await supervisor.pauseAll();
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run', 'run', 'stop', 'stop']));
  const paused = async () => (await Promise.all([one, two, post, question].map(({ key }) => row(key)))).map((job) => (job?.phase.state === 'active' ? job.phase.paused : 'over'));
  expect(await paused()).toEqual(['user', 'user', null, 'consent']);

  const next = background();
  await next.supervisor.boot();
  expect(await paused()).toEqual(['user', 'user', null, 'consent']);
  await next.supervisor.resumeAll();
  expect(await paused()).toEqual([null, null, null, 'consent']);
  await vi.waitFor(() => expect(next.asked.filter((order) => order === 'run').length).toBeGreaterThanOrEqual(3));
});

test('a metered connection holds what can be held, before its first byte and in the midst, and the next connection lets it go on', async () => {
  const { start, background, job: row, connection } = world();
  const { supervisor, asked, alarms } = background();
  const post = await start({ id: 'post', requests: [request(`${ORIGIN}/up`, { method: 'POST' })] });
  const early = await start({ id: 'early' });
  for (const { key } of [post, early]) supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run']));
  connection.metered = true;
  await supervisor.connectionChanged();
  await vi.waitFor(() => expect(asked.filter((order) => order === 'stop')).toHaveLength(1));
  const late = await start({ id: 'late' });
  supervisor.jobAccepted(late.key);
  await vi.waitFor(async () => expect(await row(late.key)).toMatchObject({ phase: { paused: 'metered' } }));
  expect(await row(early.key)).toMatchObject({ phase: { paused: 'metered' } });
  expect(await row(post.key)).toMatchObject({ phase: { paused: null } });
  expect(asked.filter((order) => order === 'run').length, 'the late one never ran').toBeLessThan(4);

  connection.metered = false;
  const runs: unknown[] = [];
  const next = background(listeningWorker({ run: (payload) => runs.push(payload) }));
  await next.supervisor.tick();
  await vi.waitFor(() => expect(runs).toHaveLength(3));
  expect(alarms.at(-1)).not.toBeNull();
});

test('while nothing but the connection holds a fetch, an alarm looks after it: nobody wakes a background for a connection', async () => {
  const { start, background, connection } = world();
  connection.metered = true;
  const { supervisor, alarms } = background();
  supervisor.jobAccepted((await start()).key);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(1_000 + 5 * 60_000));
});

test('a fetch that a person resumes on a metered connection goes on there, and no other does', async () => {
  const { start, background, job: row, connection } = world();
  connection.metered = true;
  const { supervisor, asked } = background();
  const [wanted, other] = [await start({ id: 'wanted' }), await start({ id: 'other' })];
  for (const { key } of [wanted, other]) supervisor.jobAccepted(key);
  await vi.waitFor(async () => expect(await row(other.key)).toMatchObject({ phase: { paused: 'metered' } }));
  await vi.waitFor(async () => expect(await supervisor.resume(wanted.key)).toBe(true));
  await vi.waitFor(() => expect(asked).toContain('run'));
  await supervisor.connectionChanged();
  await vi.waitFor(async () => expect(await row(wanted.key)).toMatchObject({ phase: { paused: null } }));
  expect(await row(other.key)).toMatchObject({ phase: { paused: 'metered' } });
});

test('a running job cannot be removed; a finished one leaves the list at once and goes after a grace, also past the death of the background', async () => {
  const { start, arrive, background, outcomes, job: row, memory, clock, faults } = world();
  outcomes.push({ kind: 'inactive' });
  const { supervisor, context, alarms } = background();
  const removed: string[] = [];
  context.watchers.addUI({ changed: () => {}, removed: ({ job }) => removed.push(job), consent: () => {}, settings: () => {}, save: () => {} });
  const job = await start();
  expect(await supervisor.remove(job.key)).toBe(false);
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(async () => expect(await row(job.key)).toMatchObject({ phase: { state: 'settled' } }));
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(61_000));
  expect(await supervisor.remove(job.key)).toBe(true);
  expect(removed).toEqual([job.key]);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(1_000 + REMOVE_GRACE));
  const next = background().supervisor;
  await next.boot();
  expect([memory.folders.size, (await row(job.key)) !== undefined]).toEqual([1, true]);
  clock.time += REMOVE_GRACE;
  await next.tick();
  expect([await row(job.key), memory.folders.size, faults]).toEqual([undefined, 0, []]);
  expect(await next.restore(job.key), 'too late').toBe(false);
});

test('a removed job that is restored in time is on the list again, with its data', async () => {
  const { start, arrive, background, outcomes, memory, clock } = world();
  outcomes.push({ kind: 'inactive' });
  const { supervisor, context } = background();
  const shown: string[] = [];
  context.watchers.addUI({ changed: ({ job }) => shown.push(job), removed: ({ job }) => shown.push(`no ${job}`), consent: () => {}, settings: () => {}, save: () => {} });
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(shown).toContain(job.key));
  await supervisor.remove(job.key);
  const next = background();
  next.context.watchers.addUI({ changed: ({ job }) => shown.push(job), removed: ({ job }) => shown.push(`no ${job}`), consent: () => {}, settings: () => {}, save: () => {} });
  shown.length = 0;
  expect(await next.supervisor.restore(job.key)).toBe(true);
  await vi.waitFor(() => expect(shown).toEqual([job.key]));
  clock.time += REMOVE_GRACE;
  await next.supervisor.tick();
  expect(memory.folders.size).toBe(1);
});

test('a removed job whose event is under way is forgotten after it, so that its readers come to their end', async () => {
  const { start, arrive, background, outcomes, events, job: row, memory, clock, faults } = world();
  let acknowledge!: (outcome: ErrandOutcome) => void;
  outcomes.push(new Promise((resolve) => (acknowledge = resolve)));
  const { supervisor, busy } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await supervisor.remove(job.key);
  clock.time += REMOVE_GRACE;
  await supervisor.tick();
  expect(memory.folders.size).toBe(1);
  acknowledge(handled);
  await vi.waitFor(() => expect(busy.at(-1)).toBe(false));
  await supervisor.tick();
  expect([await row(job.key), memory.folders.size, faults]).toEqual([undefined, 0, []]);
});

test('a removal whose time comes before its alarm rings keeps that alarm, whatever is planned meanwhile', async () => {
  const { start, arrive, background, clock, delivery } = world();
  const { supervisor, alarms } = background();
  await supervisor.boot();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'over' }));
  expect(await supervisor.remove(job.key)).toBe(true);
  const due = clock.time + REMOVE_GRACE;
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(due));
  // Browsers round an alarm up.
  clock.time = due + 10;
  const planned = alarms.length;
  supervisor.jobAccepted((await start({ id: 'other' })).key);
  await vi.waitFor(() => expect(alarms.length).toBeGreaterThan(planned));
  expect(alarms.slice(planned)).toEqual(alarms.slice(planned).map(() => due));
});
