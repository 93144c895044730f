import { expect, test } from 'vitest';
import { createSlots, type Use } from './slots';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const use = (job: string, host: string, site = 'site'): Use => ({ job, site, host });

test('no more than so many to a host, and no more than so many in all', async () => {
  const slots = createSlots(3, 2);
  const got: string[] = [];
  const take = (host: string): void => void slots.take(use('job', host), never).then(() => got.push(host));
  for (const host of ['a', 'a', 'a', 'b', 'c']) take(host);
  await turn();
  expect(got).toEqual(['a', 'a', 'b']);
});

test('a host that is full does not hold up another', async () => {
  const slots = createSlots(10, 1);
  const release = await slots.take(use('job', 'a'), never);
  const waiting = slots.take(use('job', 'a'), never);
  await slots.take(use('job', 'b'), never);
  release();
  await waiting;
});

test('jobs take turns: a late one is not behind all of an early one', async () => {
  const slots = createSlots(1, 1);
  const order: string[] = [];
  const first = await slots.take(use('big', 'a'), never);
  const fetch = (job: string): void =>
    void slots.take(use(job, 'a'), never).then((release) => {
      order.push(job);
      setImmediate(release);
    });
  for (let i = 0; i < 4; i++) fetch('big');
  fetch('small');
  fetch('other');
  fetch('other');
  first();
  for (let i = 0; i < 10; i++) await turn();
  expect(order).toEqual(['big', 'small', 'other', 'big', 'other', 'big', 'big']);
});

/** What is granted, in that order, and how to end it. */
const watched = (slots: ReturnType<typeof createSlots>) => {
  const granted: { use: Use; release: () => void }[] = [];
  const take = (...uses: Use[]): void => {
    for (const use of uses) void slots.take(use, never).then((release) => granted.push({ use, release }));
  };
  return { granted, take, of: (site: string): number => granted.filter(({ use }) => use.site === site).length };
};

test('a site that holds all connections, over many hosts and jobs, keeps no other site from one', async () => {
  const { granted, take, of } = watched(createSlots(4, 2));
  for (const job of ['1', '2', '3']) for (const host of ['a', 'b', 'c', 'd']) take(use(job, host, 'greedy'));
  await turn();
  expect(of('greedy')).toBe(4);
  take(use('x', 'other', 'modest'), use('x', 'other', 'modest'), use('y', 'third', 'late'));
  await turn();
  expect([of('greedy'), of('modest'), of('late')]).toEqual([4, 1, 1]);

  // However often: what it gives back it gets again, before all who have some.
  granted.find(({ use }) => use.site === 'modest')!.release();
  await turn();
  expect([of('greedy'), of('modest')]).toEqual([4, 2]);
});

test('what was given beyond the number in all is not given on', async () => {
  const slots = createSlots(1, 2);
  const { granted, take, of } = watched(slots);
  take(use('1', 'a', 'greedy'), use('1', 'a', 'greedy'), use('x', 'b', 'modest'));
  await turn();
  granted.find(({ use }) => use.site === 'modest')!.release();
  await turn();
  expect(of('greedy')).toBe(1);
  slots.configure(2, 2);
  await turn();
  expect(of('greedy')).toBe(2);
});

test('at a host that is full a site without a connection is the next, whoever else has waited there longer', async () => {
  const { granted, take } = watched(createSlots(10, 2));
  for (const job of ['1', '2', '3']) take(use(job, 'a', 'greedy'), use(job, 'a', 'greedy'));
  take(use('x', 'a', 'modest'));
  await turn();
  expect(granted).toHaveLength(2);
  granted[0]!.release();
  await turn();
  expect(granted.map(({ use }) => use.site)).toEqual(['greedy', 'greedy', 'modest']);
});

test('whoever is stopped while waiting leaves the queue, and a slot released twice is one slot', async () => {
  const slots = createSlots(1, 1);
  const release = await slots.take(use('job', 'a'), never);
  const stop = new AbortController();
  const stopped = slots.take(use('job', 'a'), stop.signal);
  const next = slots.take(use('job', 'a'), never);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  release();
  release();
  await next;
  const third = slots.take(use('job', 'a'), never);
  await expect(Promise.race([third.then(() => 'granted'), turn().then(() => 'waits')])).resolves.toBe('waits');
  await expect(slots.take(use('job', 'a'), stop.signal)).rejects.toThrow('stopped');
});

test('a spare slot is given only where nobody waits, within both limits, and counts like any other', async () => {
  const slots = createSlots(3, 2);
  const first = slots.takeSpare(use('job', 'a'));
  expect(first).not.toBeNull();
  await slots.take(use('job', 'a'), never);
  expect(slots.takeSpare(use('job', 'a'))).toBeNull();
  const waiting = slots.take(use('other', 'a'), never);
  expect(slots.takeSpare(use('job', 'b'))).toBeNull();
  first!();
  await waiting;
  expect(slots.takeSpare(use('job', 'b'))).not.toBeNull();
  expect(slots.takeSpare(use('job', 'c'))).toBeNull();
});
