import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import { checkPreflight, needsPreflight, preflightHeaders, type PreflightedRequest } from './cors-preflight';

const make = (request: Partial<PreflightedRequest>): PreflightedRequest => ({
  method: 'GET',
  headers: [],
  credentials: 'omit',
  hadUnsafeHeaders: false,
  ...request,
});
const allow = (list: Record<string, string>, origin = '*'): HeaderList => [
  ['access-control-allow-origin', origin],
  ['access-control-allow-credentials', 'true'],
  ...Object.entries(list).map(([name, value]): HeaderList[number] => [`access-control-allow-${name}`, value]),
];
const xa: HeaderList = [['x-a', '1']];
const authorization: HeaderList = [['authorization', 'Bearer z']];

test.each<[passes: boolean, what: string, request: Partial<PreflightedRequest>, response: HeaderList, status?: number]>([
  [true, 'listed method', { method: 'PUT' }, allow({ methods: 'GET, PUT' })],
  [true, 'method by *', { method: 'PUT' }, allow({ methods: '*' })],
  [false, 'method by * with credentials', { method: 'PUT', credentials: 'include' }, allow({ methods: '*' }, 'https://a.example')],
  [true, 'method with credentials', { method: 'PUT', credentials: 'include' }, allow({ methods: 'PUT' }, 'https://a.example')],
  [false, 'method in lower case', { method: 'PUT' }, allow({ methods: 'put' })],
  [false, 'method without a list', { method: 'PUT' }, allow({})],
  [false, 'malformed list of methods', { method: 'PUT' }, allow({ methods: 'PUT, b@d' })],
  [true, 'empty elements', { method: 'PUT' }, allow({ methods: ',, PUT ,' })],
  [true, 'safelisted method without a list', { method: 'POST', headers: xa }, allow({ headers: 'x-a' })],
  [true, 'header in capitals', { headers: xa }, allow({ headers: 'X-A' })],
  [true, 'header by *', { headers: xa }, allow({ headers: '*' })],
  [false, 'header by * with credentials', { headers: xa, credentials: 'include' }, allow({ headers: '*' }, 'https://a.example')],
  [false, 'header not listed', { headers: xa }, allow({ headers: 'x-b' })],
  [false, 'malformed list of headers, of no use', { method: 'PUT' }, allow({ methods: 'PUT', headers: 'b@d y' })],
  [false, 'Authorization by *', { headers: authorization }, allow({ headers: '*' })],
  [true, 'Authorization by name', { headers: authorization }, allow({ headers: '*, Authorization' })],
  [false, 'no CORS on the preflight', { headers: xa }, [['access-control-allow-headers', '*']]],
  [true, 'status 299', { headers: xa }, allow({ headers: '*' }), 299],
  [false, 'status 304', { headers: xa }, allow({ headers: '*' }), 304],
  [false, 'status 404', { headers: xa }, allow({ headers: '*' }), 404],
])('%s: %s', (passes, _what, request, headers, status = 204) => {
  expect(checkPreflight(make(request), { status, headers }, 'https://a.example') === null).toBe(passes);
});

test('a preflight names the method and the unsafe headers only', () => {
  const headers: HeaderList = [
    ['x-b', '1'],
    ['accept', '*/*'],
    ['x-a', '1'],
  ];
  expect(preflightHeaders(make({ method: 'PUT', headers }))).toEqual({
    'access-control-request-method': 'PUT',
    'access-control-request-headers': 'x-a,x-b',
  });
  expect(preflightHeaders(make({ method: 'PUT' }))['access-control-request-headers']).toBeNull();
});

test('simple requests need none; unsafe headers taken away by a redirect still do', () => {
  expect(['GET', 'HEAD', 'POST'].map((method) => needsPreflight(make({ method })))).toEqual([false, false, false]);
  expect(needsPreflight(make({ method: 'PUT' }))).toBe(true);
  expect(needsPreflight(make({ hadUnsafeHeaders: true }))).toBe(true);
});
