import { expect, test } from 'vitest';
import { testClock } from './clock.mocks';
import { createThrottle } from './throttle';

const never = new AbortController().signal;

test('without a limit nothing waits', async () => {
  const throttle = createThrottle(testClock());
  await throttle.pass(1e12, never);
  expect(throttle.piece).toBeNull();
});

test('all transfers together have the pace, in turn', async () => {
  const clock = testClock();
  const throttle = createThrottle(clock);
  throttle.configure(1_000);
  const passed: string[] = [];
  void throttle.pass(1_000, never).then(() => passed.push('a'));
  void throttle.pass(2_000, never).then(() => passed.push('b'));
  await clock.advance(999);
  expect(passed).toEqual([]);
  await clock.advance(1);
  expect(passed).toEqual(['a']);
  await clock.advance(2_000);
  expect(passed).toEqual(['a', 'b']);
});

test('a clock that is set back keeps nobody', async () => {
  const clock = testClock();
  let back = 0;
  const throttle = createThrottle({ ...clock, now: () => clock.now() - back });
  throttle.configure(1_000);
  void throttle.pass(1_000, never);
  back = 3_600_000;
  let passed = false;
  void throttle.pass(1_000, never).then(() => (passed = true));
  await clock.advance(2_000);
  expect(passed).toBe(true);
});

test('time in which nothing came is not made up for', async () => {
  const clock = testClock();
  const throttle = createThrottle(clock);
  throttle.configure(1_000);
  await clock.advance(60_000);
  let passed = false;
  void throttle.pass(1_000, never).then(() => (passed = true));
  await clock.advance(999);
  expect(passed).toBe(false);
});

test('a limit that is lifted lets go what waits, and one who leaves does not wait', async () => {
  const clock = testClock();
  const throttle = createThrottle(clock);
  throttle.configure(1);
  const stop = new AbortController();
  const stopped = throttle.pass(1_000, stop.signal);
  const waits = throttle.pass(1_000, never);
  stop.abort(new Error('stopped'));
  await expect(stopped).rejects.toThrow('stopped');
  throttle.configure(null);
  await waits;
  expect(clock.pending).toBe(0);
});

test('a piece is some seconds of the pace, and no tiny one', () => {
  const throttle = createThrottle(testClock());
  throttle.configure(1_000_000);
  expect(throttle.piece).toBe(4_000_000);
  throttle.configure(1);
  expect(throttle.piece).toBe(256 * 1024);
});
