import { expect, test } from 'vitest';
import { isForbiddenMethod, isForbiddenRequestHeader } from './forbidden-request-header';

test.each([
  [true, 'Cookie', ''],
  [true, 'origin', ''],
  [true, 'Referer', ''],
  [true, 'Sec-Fetch-Site', ''],
  [true, 'proxy-authorization', ''],
  [true, 'host', ''],
  [true, 'access-control-request-method', ''],
  [true, 'x-http-method-override', 'GET, trace'],
  [false, 'x-http-method-override', 'PUT'],
  [false, 'range', 'bytes=0-'],
  [false, 'authorization', ''],
  [false, 'user-agent', ''],
])('forbidden: %s, %s: %s', (forbidden, name, value) => {
  expect(isForbiddenRequestHeader(name, value)).toBe(forbidden);
});

test('CONNECT, TRACE and TRACK are forbidden in any case', () => {
  expect(['connect', 'Trace', 'TRACK', 'GET', 'TRACER'].map(isForbiddenMethod)).toEqual([true, true, true, false, false]);
});
