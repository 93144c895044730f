import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import { validateAPartialResponse } from './validate-a-partial-response';
import { ifRangeOf, validatorsOf } from './validators';

const LM = 'Wed, 01 Jan 2025 00:00:00 GMT';
const LATER = 'Wed, 01 Jan 2025 00:01:00 GMT';
const SOON = 'Wed, 01 Jan 2025 00:00:59 GMT';

const rows: [what: string, status: number, headers: HeaderList, ifRange: string | null][] = [
  ['a strong tag', 200, [['etag', '"a"']], '"a"'],
  ['an empty strong tag', 200, [['etag', '""']], '""'],
  ['a weak tag', 200, [['etag', 'W/"a"']], null],
  ['an unquoted tag', 200, [['etag', 'a']], null],
  ['two tags', 200, [['etag', '"a"'], ['etag', '"b"']], null],
  ['a weak tag with an old date', 200, [['etag', 'W/"a"'], ['last-modified', LM], ['date', LATER]], null],
  ['a date a minute old', 200, [['last-modified', LM], ['date', LATER]], LM],
  ['a date younger than a minute', 200, [['last-modified', LM], ['date', SOON]], null],
  ['a date of unknown age', 200, [['last-modified', LM]], null],
  ['a date that is none', 200, [['last-modified', 'yesterday'], ['date', LATER]], null],
  ['nothing', 200, [], null],
  ['an encoded body', 200, [['etag', '"a"'], ['content-encoding', 'gzip']], null],
  ['an identity encoding', 200, [['etag', '"a"'], ['content-encoding', 'identity']], '"a"'],
  ['a partial response', 206, [['etag', '"a"'], ['content-range', 'bytes 0-1/5']], '"a"'],
  ['an error page', 404, [['etag', '"a"']], null],
];

test.each(rows)('%s (%i) may be joined or not', (_what, status, headers, ifRange) => {
  const validators = validatorsOf(status, headers);
  expect(validators === null ? null : ifRangeOf(validators)).toBe(ifRange);
});

test('the whole length is known from Content-Length, or from the range of a partial response', () => {
  expect(validatorsOf(200, [['etag', '"a"'], ['content-length', '7']])?.length).toBe(7);
  expect(validatorsOf(200, [['etag', '"a"'], ['content-length', '7, 7']])?.length).toBe(7);
  expect(validatorsOf(200, [['etag', '"a"'], ['content-length', '7, 8']])?.length).toBeNull();
  expect(validatorsOf(206, [['etag', '"a"'], ['content-length', '2'], ['content-range', 'bytes 0-1/9']])?.length).toBe(9);
});

const previous = { etag: '"a"', lastModified: LM, length: 10 };
const good: HeaderList = [['etag', '"a"'], ['last-modified', LM], ['content-range', 'bytes 4-9/10']];
const but = (name: string, value: string | null): HeaderList => [
  ...good.filter(([header]) => header !== name),
  ...(value === null ? [] : ([[name, value]] satisfies HeaderList)),
];

const partials: [what: string, headers: HeaderList, valid: boolean][] = [
  ['as expected', good, true],
  ['only a part of the remainder', but('content-range', 'bytes 4-5/10'), true],
  ['another start', but('content-range', 'bytes 3-9/10'), false],
  ['no Content-Range', but('content-range', null), false],
  ['another length', but('content-range', 'bytes 4-9/11'), false],
  ['no length', but('content-range', 'bytes 4-9/*'), false],
  ['another tag', but('etag', '"b"'), false],
  ['no tag', but('etag', null), false],
  ['another date', but('last-modified', LATER), false],
];

test.each(partials)('a partial response that is %s', (_what, headers, valid) => {
  expect(validateAPartialResponse(4, headers, previous)).toBe(valid);
});

test('with no previous response only the start counts', () => {
  expect(validateAPartialResponse(0, [['content-range', 'bytes 0-1/2']], null)).toBe(true);
  expect(validateAPartialResponse(0, [['content-range', 'bytes 1-1/2']], null)).toBe(false);
});
