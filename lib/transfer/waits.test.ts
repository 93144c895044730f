import { expect, test, vi } from 'vitest';
import { testClock } from './clock.mocks';
import { LIMITS } from './limits';
import { createWaits } from './waits';

const never = new AbortController().signal;

const setUp = () => {
  const clock = testClock();
  const changed = vi.fn<() => void>();
  const waits = createWaits(clock, { online: () => true, onOnline: () => () => {} }, LIMITS, changed);
  const over: string[] = [];
  const wait = (reason: 'space' | 'host-access', mark = waits.mark()) =>
    void waits.wait(reason === 'space' ? { for: 'space' } : { for: 'host-access', origin: 'https://a.example' }, never, mark).then(() => over.push(reason));
  return { clock, waits, over, wait, changed };
};

test('room that was made ends waits for space, and no others; what skips all ends all', async () => {
  const { clock, waits, over, wait } = setUp();
  wait('space');
  wait('host-access');
  waits.roomMade();
  await clock.advance(0);
  expect(over).toEqual(['space']);
  waits.skipAll();
  await clock.advance(0);
  expect(over).toEqual(['space', 'host-access']);
  expect(waits.count).toBe(0);
});

test('what came between an attempt and its wait is not missed', async () => {
  const { clock, waits, over, wait } = setUp();
  const mark = waits.mark();
  waits.roomMade();
  wait('space', mark);
  wait('host-access', mark);
  await clock.advance(0);
  expect(over).toEqual(['space']);
  waits.skipAll();
  await clock.advance(0);
  wait('host-access', mark);
  await clock.advance(0);
  expect(over).toEqual(['space', 'host-access', 'host-access']);
  wait('space');
  await clock.advance(0);
  expect(waits.count, 'an attempt of after that waits').toBe(1);
});

test('a host that we may not act for is asked again by itself, and not often', async () => {
  const { clock, over, wait, changed } = setUp();
  wait('host-access');
  await clock.advance(LIMITS.greatestDelay - 1);
  expect(over).toEqual([]);
  await clock.advance(1);
  expect(over).toEqual(['host-access']);
  expect(changed, 'a list would flicker').toHaveBeenCalledTimes(1);
});

test('whoever waits for room says each time that there is none', async () => {
  const { clock, over, wait, changed } = setUp();
  wait('space');
  await clock.advance(LIMITS.probe);
  expect(over).toEqual(['space']);
  expect(changed, 'it waits, and does so no more').toHaveBeenCalledTimes(2);
});
