import { expect, test } from 'vitest';
import { ratiosOf, spreadOf } from './statistics';

test('the median of an even number of values lies between the middle two', () => {
  expect(spreadOf([9, 1, 4, 2])).toEqual({ median: 3, least: 1, most: 9 });
});

test('ratios are taken round by round', () => {
  expect(ratiosOf([10, 40, 30], [5, 20, 10])).toEqual({ median: 2, least: 2, most: 3 });
});
