import { expect, test, vi } from 'vitest';
import { createHolders, createKeepAlive } from './keep-alive';

test('an extension API is called every 20 s while busy, and not after', () => {
  vi.useFakeTimers();
  const touch = vi.fn<() => void>();
  const keepAlive = createKeepAlive(touch);
  keepAlive(true);
  keepAlive(true);
  vi.advanceTimersByTime(60_000);
  expect(touch).toHaveBeenCalledTimes(3);
  keepAlive(false);
  vi.advanceTimersByTime(60_000);
  expect(touch).toHaveBeenCalledTimes(3);
  vi.useRealTimers();
});

test('it is over when the last holder let go', () => {
  const states: boolean[] = [];
  const hold = createHolders((busy) => states.push(busy));
  const [a, b] = [{}, {}];
  hold(a, true);
  hold(b, true);
  hold(a, false);
  hold(b, false);
  expect(states).toEqual([true, true, true, false]);
});
