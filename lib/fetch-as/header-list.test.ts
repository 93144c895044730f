import { expect, test } from 'vitest';
import { extractTokens, getHeader, normalizeHeaders } from './header-list';

test('values of one name are joined', () => {
  expect(
    getHeader(
      [
        ['a', '1'],
        ['b', '2'],
        ['a', '3'],
      ],
      'a',
    ),
  ).toBe('1, 3');
  expect(getHeader([], 'a')).toBeNull();
});

test('names become lower case, values lose outer whitespace', () => {
  expect(normalizeHeaders([['X-A', ' \t1 2\r\n']])).toEqual([['x-a', '1 2']]);
});

test.each([
  [['a, b'], ['a', 'b']],
  [
    ['a', 'b'],
    ['a', 'b'],
  ],
  [[',, a ,\t'], ['a']],
  [[''], []],
  [['a b'], 'failure'],
  [['a, "b"'], 'failure'],
  [['a;q=1'], 'failure'],
])('tokens of %j are %j', (lines, tokens) => {
  expect(
    extractTokens(
      lines.map((line) => ['x', line]),
      'x',
    ),
  ).toEqual(tokens);
});

test('no header is not an empty list', () => {
  expect(extractTokens([], 'x')).toBeNull();
});
