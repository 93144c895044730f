import { expect, test } from 'vitest';
import { extractContentRangeValues, unsatisfiedLength } from './extract-content-range-values';

test.each([
  ['bytes 0-1/2', { firstBytePos: 0, lastBytePos: 1, completeLength: 2 }],
  ['bytes 5-9/*', { firstBytePos: 5, lastBytePos: 9, completeLength: null }],
  ['Bytes 0-0/1', { firstBytePos: 0, lastBytePos: 0, completeLength: 1 }],
  [' bytes 1-2/3 ', { firstBytePos: 1, lastBytePos: 2, completeLength: 3 }],
  ['bytes 0-9007199254740990/9007199254740991', { firstBytePos: 0, lastBytePos: 9007199254740990, completeLength: 9007199254740991 }],
  ['bytes=0-1/2', null],
  ['bytes 0-1', null],
  ['bytes 0-1/', null],
  ['bytes -1/2', null],
  ['bytes */2', null],
  ['bytes 2-1/5', null],
  ['bytes 0-2/2', null],
  ['bytes 0-1/2, bytes 3-4/9', null],
  ['items 0-1/2', null],
  ['bytes 0-9007199254740992/*', null],
  ['', null],
])('Content-Range "%s"', (value, expected) => {
  expect(extractContentRangeValues([['content-range', value]])).toEqual(expected);
});

test('the first of several headers counts, and none is a failure', () => {
  const two: [string, string][] = [
    ['Content-Range', 'bytes 0-1/2'],
    ['content-range', 'bytes 5-6/7'],
  ];
  expect(extractContentRangeValues(two)?.completeLength).toBe(2);
  expect(extractContentRangeValues([['content-length', '5']])).toBeNull();
});

test.each([
  ['bytes */100', 100],
  ['bytes */*', null],
  ['bytes 0-1/2', null],
])('unsatisfied "%s"', (value, expected) => {
  expect(unsatisfiedLength([['content-range', value]])).toBe(expected);
});
