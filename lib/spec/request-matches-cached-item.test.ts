import { expect, test } from 'vitest';
import { matchRecords, requestMatchesCachedItem } from './request-matches-cached-item';
import { ORIGIN, storedRequest, storedResponse } from './test-realm';

const none = { ignoreSearch: false, ignoreMethod: false, ignoreVary: false };
const noSearch = { ...none, ignoreSearch: true };
const vary = (value: string) => storedResponse({ headers: [['vary', value]] });
const withHeaders = (...headers: [string, string][]) => storedRequest({ headers });

test.each([
  ['the same URL', storedRequest(), storedRequest(), null, none, true],
  ['another path', storedRequest({ url: `${ORIGIN}/b` }), storedRequest(), null, none, false],
  ['another fragment', storedRequest({ url: `${ORIGIN}/a#x` }), storedRequest(), null, none, true],
  ['another query', storedRequest({ url: `${ORIGIN}/a?x` }), storedRequest(), null, none, false],
  ['an empty query', storedRequest({ url: `${ORIGIN}/a?` }), storedRequest(), null, none, false],
  ['another query, ignored', storedRequest({ url: `${ORIGIN}/a?x` }), storedRequest({ url: `${ORIGIN}/a?y#` }), null, noSearch, true],
  ['a stored POST', storedRequest(), storedRequest({ method: 'POST' }), null, none, false],
  ['a stored POST, ignored', storedRequest(), storedRequest({ method: 'POST' }), null, { ...none, ignoreMethod: true }, true],
  ['Vary and equal headers', withHeaders(['x-v', '1']), withHeaders(['x-v', '1']), vary('X-V'), none, true],
  ['Vary and other headers', withHeaders(['x-v', '2']), withHeaders(['x-v', '1']), vary('X-V'), none, false],
  ['Vary and a missing header', withHeaders(), withHeaders(['x-v', '1']), vary('X-V'), none, false],
  ['Vary and an empty instead of a missing header', withHeaders(['x-v', '']), withHeaders(), vary('X-V'), none, false],
  ['Vary and the header missing on both sides', withHeaders(), withHeaders(), vary('accept-language, X-V ,'), none, true],
  ['Vary, one of two headers differs', withHeaders(['a', '1'], ['b', '2']), withHeaders(['a', '1'], ['b', '3']), vary('a,b'), none, false],
  ['Vary: *', withHeaders(), withHeaders(), vary('*'), none, false],
  ['Vary: a, *', withHeaders(), withHeaders(), vary('a, *'), none, false],
  ['Vary: *, ignored', withHeaders(), withHeaders(), vary('*'), { ...none, ignoreVary: true }, true],
] as const)('%s', (_, query, request, response, options, expected) => {
  expect(requestMatchesCachedItem(query, request, response, options)).toBe(expected);
});

const records = [
  storedRequest(),
  storedRequest(),
  storedRequest({ url: `${ORIGIN}/a?id=3` }),
  storedRequest({ method: 'PUT' }),
  storedRequest({ url: `${ORIGIN}/slow` }),
].map((request, index) => ({ index, request, response: null }));

const indices = (request: Parameters<typeof storedRequest>[0], options: Partial<typeof none>, limit: number | null = null): number[] =>
  matchRecords(records, { request: storedRequest(request), options: { ...none, ...options } }, limit).map(({ index }) => index);

test('the expectations of web-platform-tests match.https.window.js', () => {
  expect(indices({}, {})).toEqual([0, 1]);
  expect(indices({}, { ignoreSearch: true })).toEqual([0, 1, 2]);
  expect(indices({}, { ignoreMethod: true })).toEqual([0, 1, 3]);
  expect(indices({}, { ignoreSearch: true, ignoreMethod: true })).toEqual([0, 1, 2, 3]);
});

test('a query that is no GET finds nothing unless methods are ignored', () => {
  expect(indices({ method: 'PUT' }, {})).toEqual([]);
  expect(indices({ method: 'PUT' }, { ignoreMethod: true })).toEqual([0, 1, 3]);
});

test('without a query all records come, in order; a limit ends the search', () => {
  expect(matchRecords(records, null, null)).toEqual(records);
  expect(matchRecords(records, null, 1)).toEqual([records[0]]);
  expect(indices({}, {}, 1)).toEqual([0]);
});
