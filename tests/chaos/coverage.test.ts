import { expect, test } from 'vitest';
import { createCoverage } from './coverage';

test('parts that begin anywhere grow together', () => {
  const coverage = createCoverage();
  coverage.add(0, 10);
  coverage.add(80, 90);
  coverage.add(10, 20);
  coverage.add(70, 80);
  expect([0, 19, 20, 69, 70, 89, 90].map((position) => coverage.coveredFrom(position))).toEqual([20, 20, 20, 69, 90, 90, 90]);
  coverage.add(20, 70);
  expect(coverage.coveredFrom(0)).toBe(90);
});

test('the next part is known from where nothing has gone out', () => {
  const coverage = createCoverage();
  coverage.add(80, 90);
  expect([0, 79, 80, 90].map((position) => coverage.nextFrom(position))).toEqual([80, 80, 80, Infinity]);
});
