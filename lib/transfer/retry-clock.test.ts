import { expect, test } from 'vitest';
import { LIMITS } from './limits';
import type { RetryState } from './record-row';
import { nextRetry, retryAfterOf } from './retry-clock';
import { testClock } from './clock.mocks';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** Fails at once each time it is due. */
const fail = async (heard: boolean, random: number, times: number): Promise<{ delays: number[]; state: RetryState | null }> => {
  const clock = testClock(random);
  const delays: number[] = [];
  let state: RetryState | undefined;
  for (let i = 0; i < times; i++) {
    const next = nextRetry(state, { heard, retryAfter: null }, clock, LIMITS);
    if (next === null) return { delays, state: null };
    delays.push(next.notBefore - clock.now());
    await clock.advance(next.notBefore - clock.now());
    state = next;
  }
  return { delays, state: state ?? null };
};

test('the longest waits double up to five minutes', async () => {
  const { delays } = await fail(true, 1, 11);
  expect(delays.map((delay) => delay / 1000)).toEqual([2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]);
});

test('full jitter: the shortest wait is none', async () => {
  const { delays } = await fail(true, 0, 3);
  expect(delays).toEqual([0, 0, 0]);
});

test('a server that never answered is given up after five attempts within a minute', async () => {
  const { delays, state } = await fail(false, 1, 99);
  expect(state).toBeNull();
  expect(delays).toHaveLength(4);
  expect(delays.reduce((sum, delay) => sum + delay)).toBeLessThan(MINUTE);
});

test('a server that answered once is given up only after a day without a byte', async () => {
  const { delays, state } = await fail(true, 1, 10_000);
  expect(state).toBeNull();
  expect(delays.reduce((sum, delay) => sum + delay)).toBeGreaterThanOrEqual(24 * HOUR);
});

test('a time in which nobody tried is no silence: the first failure after a weekend is no reason to give up', async () => {
  const clock = testClock();
  const before: RetryState = { since: clock.now() - HOUR, attempts: 40, notBefore: clock.now() };
  await clock.advance(60 * HOUR);
  const next = nextRetry(before, { heard: true, retryAfter: null }, clock, LIMITS);
  expect(next).not.toBeNull();
  expect(clock.now() - next!.since).toBe(HOUR + LIMITS.greatestDelay);
});

test('and not before the twelfth attempt', () => {
  const clock = testClock();
  const before = { since: clock.now() - 48 * HOUR, attempts: 10, notBefore: 0 };
  expect(nextRetry(before, { heard: true, retryAfter: null }, clock, LIMITS)?.attempts).toBe(11);
  expect(nextRetry({ ...before, attempts: 11 }, { heard: true, retryAfter: null }, clock, LIMITS)).toBeNull();
});

test('what the server asks for is the least it gets, and is remembered as its wish where it is more than we would wait', () => {
  const clock = testClock(1);
  const after = (retryAfter: number | null) => nextRetry(undefined, { heard: true, retryAfter }, clock, LIMITS)!;
  expect(after(HOUR)).toMatchObject({ notBefore: clock.now() + HOUR, asked: true });
  for (const retryAfter of [1, 0, null]) expect(after(retryAfter)).toEqual({ since: clock.now(), attempts: 1, notBefore: clock.now() + LIMITS.firstDelay });
});

const NOW = Date.parse('Wed, 01 Jan 2025 00:00:00 GMT');
test.each([
  [503, '120', null, 120_000],
  [429, '0', null, 0],
  [408, 'Wed, 01 Jan 2025 00:01:00 GMT', null, MINUTE],
  [502, 'Wed, 01 Jan 2025 00:01:00 GMT', 'Wed, 01 Jan 2025 00:00:30 GMT', 30_000],
  [504, 'Tue, 31 Dec 2024 00:00:00 GMT', null, 0],
  [503, 'soon', null, null],
  [503, null, null, null],
  [500, '120', null, null],
  [404, '120', null, null],
  [200, '120', null, null],
])('status %i with Retry-After "%s" (Date: %s) waits %s ms', (status, retryAfter, date, expected) => {
  const headers: [string, string][] = [];
  if (retryAfter !== null) headers.push(['retry-after', retryAfter]);
  if (date !== null) headers.push(['date', date]);
  expect(retryAfterOf(status, headers, NOW)).toBe(expected);
});
