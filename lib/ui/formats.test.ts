import { describe, expect, test } from 'vitest';
import { coarse, createFormats } from './formats';

const english = createFormats('en');
const russian = createFormats('ru');
const plain = (text: string): string => text.replace(/\s/gu, ' ');

describe('sizes', () => {
  test.each([
    [0, '0 bytes', '0 bytes'],
    [999, '999 bytes', '999 bytes'],
    [1000, '1 kB', '1.0 kB'],
    [40_000_000, '40 MB', '40.0 MB'],
    [99_940_000, '99.9 MB', '99.9 MB'],
    [99_960_000, '100 MB', '100 MB'],
    [999_600_000, '1 GB', '1.0 GB'],
    [4_210_000_000, '4.2 GB', '4.2 GB'],
    [5e18, '5,000 PB', '5,000 PB'],
  ])('%d bytes stand as "%s", and while they run as "%s"', (count, standing, running) => {
    expect(plain(english.bytes(count))).toBe(standing);
    expect(plain(english.runningBytes(count))).toBe(running);
  });

  test('speeds have the unit of their size', () => {
    expect(plain(english.speed(8_512_000))).toBe('8.5 MB/s');
  });

  test('units are those of the language', () => {
    expect(plain(russian.bytes(1_430_000_000))).toBe('1,4 ГБ');
  });
});

test.each([
  [0, { seconds: 1 }],
  [4.2, { seconds: 5 }],
  [11, { seconds: 15 }],
  [55, { seconds: 55 }],
  [56, { minutes: 1 }],
  [119, { minutes: 2 }],
  [3599, { hours: 1 }],
  [5400, { hours: 1, minutes: 30 }],
  [11 * 3600 + 200, { hours: 11 }],
  [72 * 3600, { days: 3 }],
])('%d seconds left are said as %o', (seconds, said) => {
  expect(coarse(seconds)).toEqual(said);
});

test('an estimate is said in the language', () => {
  expect(plain(english.roughly(5400))).toBe('1 hr, 30 min');
  expect(plain(russian.roughly(130))).toBe('2 мин');
});

test('the time of another day is its date', () => {
  const now = new Date(2031, 4, 20, 12, 0).getTime();
  expect(plain(english.moment(now - 3_600_000, now))).toBe('11:00 AM');
  expect(english.moment(now - 86_400_000, now)).toBe('May 19, 2031');
});

test('a countdown is in seconds until it is long', () => {
  expect(english.fromNow(11.2)).toBe('in 12 seconds');
  expect(english.fromNow(600)).toBe('in 10 minutes');
  expect(english.fromNow(3_600)).toBe('in 60 minutes');
  expect(english.fromNow(24 * 3_600)).toBe('in 24 hours');
  expect(english.fromNow(72 * 3_600)).toBe('in 3 days');
  expect(plain(russian.fromNow(2))).toBe('через 2 секунды');
});
