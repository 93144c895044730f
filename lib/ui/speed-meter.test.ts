import { expect, test } from 'vitest';
import { SpeedMeter } from './speed-meter';

const after = (looks: [bytes: number, seconds: number][]): number | null => {
  const meter = new SpeedMeter();
  for (const [bytes, seconds] of looks) meter.look(bytes, seconds * 1000);
  return meter.bytesPerSecond;
};

test('one look tells no speed, whatever was downloaded before it', () => {
  expect(after([[5_000_000, 0]])).toBeNull();
  expect(after([[5_000_000, 0], [5_100_000, 0.1]])).toBeNull();
});

test('an even stream has its own speed', () => {
  expect(after([[0, 0], [1000, 1], [2000, 2], [3000, 3]])).toBeCloseTo(1000);
});

test('one stutter does not make the number jump', () => {
  const speed = after([[0, 0], [1000, 1], [2000, 2], [2000, 3]])!;
  expect(speed).toBeGreaterThan(700);
  expect(speed).toBeLessThan(1000);
});

test('a stream that has stopped goes to nothing', () => {
  expect(after([[0, 0], [1000, 1], [1000, 60]])).toBeLessThan(1);
});

test('a body that began again from byte 0 begins a new measure', () => {
  expect(after([[0, 0], [1000, 1], [10, 2]])).toBeNull();
  expect(after([[0, 0], [1000, 1], [0, 2], [500, 3]])).toBe(500);
});
