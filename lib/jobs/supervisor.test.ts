import { expect, test, vi } from 'vitest';
import type { ErrandOutcome } from '../protocol/site';
import { KEEP_FOR, READERS_GRACE } from './delivery-policy';
import { listeningWorker, ORIGIN, request, response, SCOPE } from './fixtures';
import { abort, pause, settle, updateUI } from './transitions';
import { asking, handled, world } from './world.mocks';

const never = new Promise<never>(() => {});

test('an accepted job runs, settles, tells its site, delivers its event with all bytes, and is over', async () => {
  const { start, arrive, background, events, delivery } = world();
  const { supervisor, watcher, steps, asked, busy } = background();
  const job = await start({ requests: [request(), request(`${ORIGIN}/second`)] });
  watcher.learn(job.key);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  supervisor.transfers.progress!({ job: job.key, downloaded: 3, uploaded: 0, waiting: null });
  await arrive(job, 0, 'first');
  await arrive(job, 1, 'second');
  supervisor.transfers.finished!({ job: job.key });
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'over', heard: true }));
  await vi.waitFor(() => expect(steps).toEqual(['told running available', 'told success available', 'backgroundfetchsuccess', 'told success gone']));
  expect(events[0]!.registration).toMatchObject({ result: 'success', downloaded: 11, recordsAvailable: true });
  expect(await Promise.all(events[0]!.records.map((record) => new Blob(record.body!).text()))).toEqual(['first', 'second']);
  await vi.waitFor(() => expect(busy.at(-1)).toBe(false));
});

test('an alarm stands before the site hears that its fetch is accepted: nobody else would start the next background', async () => {
  const { start, background } = world();
  const { supervisor, alarms } = background();
  const job = await start();
  supervisor.jobAccepted(job.key);
  expect(alarms).toEqual([61_000]);
});

test('nor does an alarm of later stand for what is accepted or aborted now, whatever is planned meanwhile', async () => {
  const { start, arrive, background } = world();
  const { supervisor, alarms } = background();
  const over = await start({ id: 'over' });
  supervisor.jobAccepted(over.key);
  await arrive(over, 0, 'all');
  supervisor.transfers.finished!({ job: over.key });
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(1_000 + READERS_GRACE));
  const before = alarms.length;
  const accepted = Promise.withResolvers<void>();
  const accepting = supervisor.accepting(async () => {
    await accepted.promise;
    return start();
  });
  expect(alarms.slice(before)).toEqual([61_000]);
  await supervisor.keepForChanged();
  await new Promise((resolve) => setTimeout(resolve, 300));
  accepted.resolve();
  const job = await accepting;
  supervisor.jobAccepted(job.key);
  expect(await supervisor.abort(job.key)).toBe(true);
  expect(Math.max(...alarms.slice(before).map((at) => at ?? Infinity))).toBe(61_000);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(1_000 + READERS_GRACE));
});

test('abort: told at once, the Worker stopped before the event, cut-off records read as aborted', async () => {
  const { start, write, background, events } = world();
  let stop!: () => void;
  const stopped = new Promise<void>((resolve) => (stop = resolve));
  const { supervisor, watcher, steps, asked } = background(listeningWorker({ stop: () => stopped }));
  const job = await start({ requests: [request(), request()] });
  watcher.learn(job.key);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  await write(job, 0, { response: response() });
  expect(await supervisor.abort(job.key)).toBe(true);
  expect(steps).toEqual(['told failure available']);
  expect(await supervisor.abort(job.key)).toBe(false);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'stop']));
  expect(events).toEqual([]);
  stop();
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(events[0]).toMatchObject({ type: 'backgroundfetchabort', registration: { failureReason: 'aborted' } });
  expect(events[0]!.records.map(({ result, response: head }) => [result, head])).toEqual([
    ['aborted', null],
    ['aborted', null],
  ]);
});

test('a failed record makes a fail event in which the others are readable', async () => {
  const { start, write, arrive, background, events } = world();
  const { supervisor } = background();
  const job = await start({ requests: [request(), request()] });
  await arrive(job, 0);
  await write(job, 1, { response: response({ status: 404 }), result: 'bad-status' });
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(events[0]).toMatchObject({ type: 'backgroundfetchfail', registration: { result: 'failure', failureReason: 'bad-status' } });
  expect(events[0]!.records.map((record) => record.response?.status)).toEqual([200, 404]);
});

test('progress of a job that has ended is not passed on', async () => {
  const { start, background, outcomes } = world();
  outcomes.push(never);
  const { supervisor, watcher, told, asked } = background();
  const job = await start();
  watcher.learn(job.key);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  await supervisor.abort(job.key);
  supervisor.transfers.progress!({ job: job.key, downloaded: 9, uploaded: 0, waiting: null });
  expect(told.map((progress) => progress.result)).toEqual(['failure']);
});

test('pause stops the Worker, resume runs it again, and the last wish wins', async () => {
  const { start, background } = world();
  const { supervisor, asked } = background();
  const job = await start();
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  expect(await supervisor.pause(job.key, 'user')).toBe(true);
  expect(await supervisor.resume(job.key)).toBe(true);
  expect(await supervisor.pause(job.key, 'user')).toBe(true);
  await vi.waitFor(() => expect(asked.at(-1)).toBe('stop'));
  expect(await supervisor.resume(job.key)).toBe(true);
  await vi.waitFor(() => expect(asked.at(-1)).toBe('run'));
});

test('a fetch that waits for consent starts no Worker; allowing runs it, blocking aborts it', async () => {
  const home = world();
  const { background, events, consents } = home;
  const start = asking(home);
  const { supervisor, asked, summary } = background();
  const answer = (origin: string, permission: PermissionState) => {
    consents.set(origin, permission);
    return supervisor.consentChanged(origin);
  };
  await answer(ORIGIN, 'prompt');
  supervisor.jobAccepted((await start('first')).key);
  await vi.waitFor(() => expect(summary()).toEqual({ active: 1, asking: 1, undelivered: 0 }));
  expect(asked).toEqual([]);
  await answer(ORIGIN, 'granted');
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  await answer(ORIGIN, 'prompt');
  supervisor.jobAccepted((await start('second')).key);
  await answer('https://other.example', 'denied');
  await vi.waitFor(() => expect(summary()).toMatchObject({ active: 2, asking: 1 }));
  await answer(ORIGIN, 'denied');
  await vi.waitFor(() => expect(events.map((event) => event.registration.id)).toEqual(['second']));
  await vi.waitFor(() => expect(summary()).toMatchObject({ active: 1, asking: 0 }));
});

test.each([
  ['while the fetch was being stored', 'granted', { active: 1, asking: 0, undelivered: 0 }],
  ['while the fetch was being stored', 'denied', { active: 0, asking: 0, undelivered: 1 }],
  ['and the background died of it', 'granted', { active: 1, asking: 0, undelivered: 0 }],
  ['and the background died of it', 'denied', { active: 0, asking: 0, undelivered: 1 }],
] as const)('an answer that came %s is not lost: %s', async (when, permission, outcome) => {
  const home = world();
  const { background, consents, outcomes } = home;
  outcomes.push(never);
  const { key } = await asking(home)('late');
  consents.set(ORIGIN, permission);
  const { supervisor, summary } = background();
  if (when.startsWith('while')) supervisor.jobAccepted(key);
  else await supervisor.boot();
  await vi.waitFor(() => expect(summary()).toEqual(outcome));
});

test('a person lets one fetch run without an answer for its site', async () => {
  const home = world();
  home.consents.set(ORIGIN, 'prompt');
  const { supervisor, asked, summary } = home.background();
  const { key } = await asking(home)('once');
  await supervisor.resume(key);
  await vi.waitFor(() => expect(asked).toEqual(['run']));
  await vi.waitFor(() => expect(summary()).toMatchObject({ active: 1, asking: 0 }));
});

test('a new Worker is given every active job again', async () => {
  const { start, background } = world();
  const { supervisor, asked } = background();
  const jobs = [await start({ id: 'a' }), await start({ id: 'b' })];
  for (const job of jobs) supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run']));
  await supervisor.workerStarted();
  await vi.waitFor(() => expect(asked).toHaveLength(4));
});

test.each<[string, (w: ReturnType<typeof world>, key: string) => Promise<unknown>]>([
  ['the last record and settling', async () => {}],
  ['settling and delivering', async (w, key) => settle(await w.open(), key, w.clock.time)],
  [
    'handing the event over and its acknowledgement',
    async (w, key) => {
      w.outcomes.push(never);
      const { supervisor } = w.background();
      await supervisor.boot();
      await vi.waitFor(() => expect(w.events).toHaveLength(1));
      expect(await w.delivery(key)).toMatchObject({ state: 'due' });
      w.events.length = 0;
    },
  ],
])('death between %s: the next background delivers once, and the one after that not at all', async (_, die) => {
  const w = world();
  const job = await w.start();
  await w.arrive(job);
  await die(w, job.key);
  await w.background().supervisor.boot();
  await vi.waitFor(async () => expect(await w.delivery(job.key)).toMatchObject({ state: 'over', heard: true }));
  expect(w.events).toHaveLength(1);
  const last = w.background();
  await last.supervisor.boot();
  await last.supervisor.tick();
  await last.supervisor.siteVisited(ORIGIN);
  await vi.waitFor(() => expect(last.alarms.length).toBeGreaterThan(0));
  expect(w.events).toHaveLength(1);
  expect(w.faults).toEqual([]);
});

test('death between abort and stop: the next background stops the Worker before it delivers', async () => {
  const { open, start, background, events } = world();
  const job = await start();
  await abort(await open(), job.key, null, 1_000);
  const { supervisor, asked } = background(
    listeningWorker({
      underWay: () => [job.key],
      stop: () => expect(events).toEqual([]),
    }),
  );
  await supervisor.boot();
  await vi.waitFor(() => expect(events).toHaveLength(1));
  expect(asked).toEqual(['stop']);
});

test('a start asks the Worker once what it has from an earlier background, and stops only what is to stand still', async () => {
  const { start, background } = world();
  const first = background();
  const jobs = await Promise.all(Array.from({ length: 20 }, (_, n) => start({ id: `paused ${n}` })));
  for (const { key } of jobs) await first.supervisor.pause(key, 'user');
  const stopped: unknown[] = [];
  let questions = 0;
  const left = jobs[3]!.key;
  const next = background(listeningWorker({ underWay: () => (questions++, [left]), stop: (payload) => stopped.push(payload) }));
  await next.supervisor.boot();
  await vi.waitFor(() => expect(next.busy.at(-1)).toBe(false));
  expect([questions, stopped]).toEqual([1, [{ job: left }]]);
});

test('a Worker that does not say what it does is told to stop', async () => {
  const { start, background } = world();
  const { key } = await start();
  await background().supervisor.pause(key, 'user');
  const { supervisor, asked } = background(listeningWorker({ underWay: () => Promise.reject(new Error('no answer')) }));
  await supervisor.boot();
  await vi.waitFor(() => expect(asked).toEqual(['stop']));
});

test('death in the midst of a transfer: the next background runs it again, a paused one stays paused', async () => {
  const { start, background, job } = world();
  const first = background();
  const running = await start({ id: 'running' });
  const paused = await start({ id: 'paused' });
  await first.supervisor.pause(paused.key, 'user');
  const runs: unknown[] = [];
  const next = background(listeningWorker({ run: (payload) => runs.push(payload) }));
  await next.supervisor.boot();
  await vi.waitFor(() => expect(runs).toEqual([{ job: running.key }]));
  expect(await job(paused.key)).toMatchObject({ phase: { state: 'active', paused: 'user' } });
});

test('while a job runs, an alarm looks after it; without any job there is none', async () => {
  const { start, background } = world();
  const idle = background();
  await idle.supervisor.boot();
  await vi.waitFor(() => expect(idle.alarms).toEqual([null]));
  expect(idle.asked).toEqual([]);
  const { supervisor, alarms } = background();
  supervisor.jobAccepted((await start()).key);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(61_000));
});

test('while an event is under way, an alarm is there before its site’s worker forgets it', async () => {
  const { start, arrive, background, outcomes, events, clock } = world();
  outcomes.push(never);
  const { supervisor, alarms } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(21_000));
  clock.time = 21_000;
  await supervisor.tick();
  await vi.waitFor(() => expect(alarms.at(-1), 'and again').toBe(41_000));
});

test('a worker that cannot be reached is tried again by the alarm, and at the next visit of its site only', async () => {
  const { start, arrive, background, outcomes, events, delivery, clock } = world();
  outcomes.push({ kind: 'inactive' }, { kind: 'inactive' });
  const { supervisor, alarms } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(61_000));
  await supervisor.tick();
  await supervisor.siteVisited('https://other.example');
  expect(events).toHaveLength(1);
  await supervisor.siteVisited(ORIGIN);
  await vi.waitFor(() => expect(events).toHaveLength(2));
  await vi.waitFor(() => expect(outcomes).toEqual([]));
  clock.time = 62_000;
  await vi.waitFor(async () => {
    await supervisor.tick();
    expect(await delivery(job.key)).toMatchObject({ state: 'over', heard: true });
  });
  expect(events).toHaveLength(3);
});

test('an event whose worker died of it comes again at once, and then after a minute', async () => {
  const { start, arrive, background, events, outcomes, delivery, clock } = world();
  outcomes.push({ kind: 'died' }, { kind: 'died' });
  const { supervisor, alarms } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  const minute = clock.time + 60_000;
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'due', attempts: 2, notBefore: minute }));
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(minute));
  expect(events).toHaveLength(2);
  clock.time = minute;
  await supervisor.tick();
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'over', heard: true }));
  expect(events).toHaveLength(3);
});

test('an event nobody heard has its second chance later, not with the next page', async () => {
  const { start, arrive, background, outcomes, events, delivery, clock } = world();
  outcomes.push({ kind: 'unheard' }, { kind: 'unheard' });
  const { supervisor, alarms } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(601_000));
  const before = alarms.length;
  await supervisor.siteVisited(ORIGIN);
  await vi.waitFor(() => expect(alarms.length).toBeGreaterThan(before + 1));
  expect(events).toHaveLength(1);
  clock.time = 601_000;
  await supervisor.tick();
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'over', heard: false }));
  expect(events).toHaveLength(2);
});

test('a delivery that fails in us is one to repeat', async () => {
  const { start, arrive, background, outcomes, delivery, faults } = world();
  outcomes.push(new Error('no frame'));
  const { supervisor } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'due', notBefore: 61_000 }));
  expect(faults).toEqual(['deliver: Error: no frame']);
});

test('a site that unregistered its worker leaves nothing behind', async () => {
  const { start, arrive, background, outcomes, job: row, memory } = world();
  outcomes.push({ kind: 'unregistered' });
  const { supervisor, watcher, told } = background();
  const job = await start();
  watcher.learn(job.key);
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(memory.folders.size).toBe(0));
  expect(await row(job.key)).toBeUndefined();
  expect(told.at(-1)).toMatchObject({ recordsAvailable: false });
});

test('with its registration a scope loses what runs and what is due, and nothing that was begun after it', async () => {
  const { start, arrive, background, outcomes, job: row, delivery, clock, memory } = world();
  outcomes.push(handled, never);
  const { supervisor, watcher, told, asked } = background();
  const over = await start({ id: 'over' });
  await arrive(over);
  supervisor.jobAccepted(over.key);
  await vi.waitFor(async () => expect(await delivery(over.key)).toMatchObject({ state: 'over' }));
  const due = await start({ id: 'due' });
  await arrive(due);
  supervisor.jobAccepted(due.key);
  const running = await start({ id: 'running' });
  watcher.learn(running.key);
  supervisor.jobAccepted(running.key);
  memory.store(running.key, '0-0-0', 'part');
  const elsewhere = await start({ scope: `${ORIGIN}/other/` });
  await vi.waitFor(() => expect(asked).toContain('run'));
  clock.time += 1;
  const later = await start({ id: 'running 2' });

  await supervisor.unregistered(ORIGIN, SCOPE, clock.time - 1);
  expect(await Promise.all([due, running, over, elsewhere, later].map(async ({ key }) => (await row(key)) !== undefined))).toEqual([false, false, true, true, true]);
  expect(asked.at(-1)).toBe('stop');
  expect([...memory.folders.keys()]).toEqual([over.key]);
  expect(told.at(-1)).toMatchObject({ job: running.key, recordsAvailable: false });
});

test('with the registration of the only fetch that runs, the background may sleep', async () => {
  const { start, background, clock } = world();
  const { supervisor, asked, busy } = background();
  supervisor.jobAccepted((await start()).key);
  await vi.waitFor(() => expect(asked).toContain('run'));
  expect(busy.at(-1)).toBe(true);
  await supervisor.unregistered(ORIGIN, SCOPE, clock.time);
  expect(busy.at(-1)).toBe(false);
});

test('data of a finished job goes after the grace of its readers, the row when it is old', async () => {
  const { start, arrive, background, delivery, job: row, memory, clock } = world();
  const { supervisor, alarms } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(alarms.at(-1)).toBe(1_000 + READERS_GRACE));
  await supervisor.tick();
  expect(memory.folders.size).toBe(1);
  clock.time += READERS_GRACE;
  await supervisor.tick();
  expect(memory.folders.size).toBe(0);
  expect(await delivery(job.key)).toMatchObject({ data: false });
  clock.time = 1_000 + KEEP_FOR;
  await supervisor.tick();
  expect(await row(job.key)).toBeUndefined();
});

test('an event for which nobody comes is given up, data and all, when the person no longer wants to keep them', async () => {
  const { start, arrive, background, outcomes, delivery, job: row, memory, clock, keep } = world();
  keep.for = 60_000;
  outcomes.push({ kind: 'inactive' }, { kind: 'inactive' });
  const { supervisor } = background();
  const job = await start();
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'due', notBefore: 61_000 }));
  clock.time = 61_000;
  await supervisor.tick();
  await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject({ state: 'over', heard: false }));
  await supervisor.tick();
  expect(memory.folders.size).toBe(0);
  await supervisor.tick();
  expect(await row(job.key)).toBeUndefined();
});

test('files without a job are left-overs of a death and go at boot; those of a live job stay', async () => {
  const { start, background, memory } = world();
  const job = await start();
  memory.store(job.key, '0-0-0', 'live');
  memory.store('unknown', '0-0-0', 'left over');
  await background().supervisor.boot();
  expect([...memory.folders.keys()]).toEqual([job.key]);
});

test('a click opens one window, only while its handlers run', async () => {
  const { start, background, outcomes, events } = world();
  let end!: (outcome: ErrandOutcome) => void;
  outcomes.push(new Promise((resolve) => (end = resolve)));
  const { supervisor } = background();
  const job = await start();
  expect(supervisor.takeClick(job.key)).toBe(false);
  const click = supervisor.click(job.key);
  await vi.waitFor(() => expect(events.map((event) => event.type)).toEqual(['backgroundfetchclick']));
  await supervisor.click(job.key);
  expect(events).toHaveLength(1);
  expect([supervisor.takeClick('other'), supervisor.takeClick(job.key), supervisor.takeClick(job.key)]).toEqual([false, true, false]);
  end(handled);
  await click;
  expect(supervisor.takeClick(job.key)).toBe(false);
});

test('host access taken away stops what asks such a host, and can go on later, and nothing else', async () => {
  const { start, background, closed } = world();
  const { supervisor, asked } = background();
  const jobs = await Promise.all([
    start({ id: 'there', requests: [request('https://cdn.example/file')] }),
    start({ id: 'elsewhere' }),
    start({ id: 'upload', requests: [request('https://cdn.example/upload', { method: 'POST' })] }),
  ]);
  for (const { key } of jobs) supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run', 'run']));
  closed.add('https://cdn.example');
  await supervisor.accessRemoved();
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run', 'run', 'stop', 'run']));
});

test('host access given wakes what waits: transfers, and events whose time has not come', async () => {
  const { start, arrive, background, outcomes, events } = world();
  const { supervisor, asked } = background();
  outcomes.push({ kind: 'inactive' });
  const [running, ended] = await Promise.all([start({ id: 'running' }), start({ id: 'ended' })]);
  for (const { key } of [running, ended]) supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run']));
  await arrive(ended);
  supervisor.transfers.finished!({ job: ended.key });
  await vi.waitFor(() => expect(events).toHaveLength(1));
  await supervisor.accessAdded();
  await vi.waitFor(() => expect(events).toHaveLength(2));
  expect(asked, 'its look may order it to run once more').toEqual(['run', 'run', 'run', 'retry']);
});

test.each([0, 1, 2, 3])('the same while the looks of a background’s start are under way, %s turns after it: a Worker that outlived the last one waits for it', async (turns) => {
  const { start, background } = world();
  const { key } = await start();
  const { supervisor, asked } = background(listeningWorker({ underWay: () => [key] }));
  const booting = supervisor.boot();
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
  await supervisor.accessAdded();
  await booting;
  await vi.waitFor(() => expect(asked).toContain('retry'));
});

test('host access taken while a background starts stops what a Worker has from the last one', async () => {
  const { start, background, closed } = world();
  const { key } = await start();
  const { supervisor, asked } = background(listeningWorker({ underWay: () => [key] }));
  closed.add(ORIGIN);
  const booting = supervisor.boot();
  await supervisor.accessRemoved();
  await booting;
  await vi.waitFor(() => expect(asked).toContain('stop'));
});

const withIcon = { icons: [{ src: `${ORIGIN}/icon.png` }] };

test('an icon is got while the fetch runs, by its job’s client, and stays with the job', async () => {
  const { start, background, job } = world();
  const orders: unknown[] = [];
  const { supervisor } = background(listeningWorker({ icon: (order) => (orders.push(order), 'data:image/png,') }));
  const { key } = await start(withIcon);
  supervisor.jobAccepted(key);
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ icon: 'data:image/png,' }));
  const client = { origin: ORIGIN, url: `${ORIGIN}/page`, referrerPolicy: '', connectsAnywhere: false };
  expect(orders).toEqual([{ job: key, src: `${ORIGIN}/icon.png`, client }]);
  await supervisor.boot();
  await supervisor.boot();
  expect(orders).toHaveLength(1);
});

test('an icon that never comes holds up nothing, and one that never works is given up', async () => {
  const { start, arrive, background, delivery, faults } = world();
  const hanging = background(listeningWorker({ icon: () => never }));
  const first = await start(withIcon);
  hanging.supervisor.jobAccepted(first.key);
  await vi.waitFor(() => expect(hanging.asked).toEqual(expect.arrayContaining(['icon', 'run'])));
  await arrive(first);
  hanging.supervisor.transfers.finished!({ job: first.key });
  await vi.waitFor(async () => expect(await delivery(first.key)).toMatchObject({ state: 'over', heard: true }));

  const failing = background(listeningWorker({ icon: () => Promise.reject(new Error('died of it')) }));
  await start({ ...withIcon, id: 'second' });
  for (let life = 0; life < 6; life++) {
    await failing.supervisor.boot();
    await vi.waitFor(() => expect(failing.asked.filter((name) => name === 'icon')).toHaveLength(Math.min(life + 1, 3)));
    await vi.waitFor(() => expect(faults.filter((fault) => String(fault).startsWith('icon'))).toHaveLength(Math.min(life + 1, 3)));
  }
});

test('a site that must wait for an answer has its icon not got before', async () => {
  const { start, background, consents, job } = world();
  consents.set(ORIGIN, 'prompt');
  const { context, supervisor, asked, busy } = background(listeningWorker({ icon: () => 'data:image/png,' }));
  const { key } = await start(withIcon);
  await pause(await context.open(), key, 'consent');
  await supervisor.boot();
  await vi.waitFor(() => expect(busy.at(-1)).toBe(false));
  expect(asked).toEqual([]);
  consents.set(ORIGIN, 'granted');
  await supervisor.consentChanged(ORIGIN);
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ icon: 'data:image/png,' }));
});

test('updateUI() with other icons replaces the one there was, and what was on its way for the old one', async () => {
  const { start, arrive, background, outcomes, job } = world();
  const arriving = Promise.withResolvers<string>();
  outcomes.push(never);
  const { supervisor } = background(listeningWorker({ icon: ({ src }: { src: string }) => (src.endsWith('new.png') ? 'data:new' : arriving.promise) }));
  const { key, ...rest } = await start(withIcon);
  supervisor.jobAccepted(key);
  await arrive({ key, ...rest });
  supervisor.transfers.finished!({ job: key });
  await vi.waitFor(async () => expect((await job(key))?.phase.state).toBe('settled'));
  const db = await background().context.open();
  supervisor.uiUpdated((await updateUI(db, key, { icons: [{ src: `${ORIGIN}/new.png` }] }))!);
  arriving.resolve('data:old');
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ icon: 'data:new' }));
  expect(await updateUI(db, key, { title: 'Done' })).toMatchObject({ icon: 'data:new', title: 'Done' });
  expect(await updateUI(db, key, { icons: [] })).not.toHaveProperty('icon');
});
