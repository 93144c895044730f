import { expect, test } from 'vitest';
import { createSlots } from './slots';

const never = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('no more than so many to a host, and no more than so many in all', async () => {
  const slots = createSlots(3, 2);
  const got: string[] = [];
  const take = (host: string): void => void slots.take('job', host, never).then(() => got.push(host));
  for (const host of ['a', 'a', 'a', 'b', 'c']) take(host);
  await turn();
  expect(got).toEqual(['a', 'a', 'b']);
});

test('a host that is full does not hold up another', async () => {
  const slots = createSlots(10, 1);
  const release = await slots.take('job', 'a', never);
  const waiting = slots.take('job', 'a', never);
  await slots.take('job', 'b', never);
  release();
  await waiting;
});

test('jobs take turns: a late one is not behind all of an early one', async () => {
  const slots = createSlots(1, 1);
  const order: string[] = [];
  const first = await slots.take('big', 'a', never);
  const use = (job: string): void =>
    void slots.take(job, 'a', never).then((release) => {
      order.push(job);
      setImmediate(release);
    });
  for (let i = 0; i < 4; i++) use('big');
  use('small');
  use('other');
  use('other');
  first();
  for (let i = 0; i < 10; i++) await turn();
  expect(order).toEqual(['big', 'small', 'other', 'big', 'other', 'big', 'big']);
});

test('whoever is stopped while waiting leaves the queue, and a slot released twice is one slot', async () => {
  const slots = createSlots(1, 1);
  const release = await slots.take('job', 'a', never);
  const stop = new AbortController();
  const stopped = slots.take('job', 'a', stop.signal);
  const next = slots.take('job', 'a', never);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  release();
  release();
  await next;
  const third = slots.take('job', 'a', never);
  await expect(Promise.race([third.then(() => 'granted'), turn().then(() => 'waits')])).resolves.toBe('waits');
  await expect(slots.take('job', 'a', stop.signal)).rejects.toThrow('stopped');
});

test('a spare slot is given only where nobody waits, within both limits, and counts like any other', async () => {
  const slots = createSlots(3, 2);
  const first = slots.takeSpare('a');
  expect(first).not.toBeNull();
  await slots.take('job', 'a', never);
  expect(slots.takeSpare('a')).toBeNull();
  const waiting = slots.take('other', 'a', never);
  expect(slots.takeSpare('b')).toBeNull();
  first!();
  await waiting;
  expect(slots.takeSpare('b')).not.toBeNull();
  expect(slots.takeSpare('c')).toBeNull();
});
