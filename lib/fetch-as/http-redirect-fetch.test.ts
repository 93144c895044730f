import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import type { HopRequest } from './hop-request';
import { httpRedirectFetch } from './http-redirect-fetch';

const headers: HeaderList = [
  ['authorization', 'z'],
  ['content-type', 'text/plain'],
  ['x-a', '1'],
];
const request: HopRequest = {
  client: { origin: 'https://a.example', url: 'https://a.example/', referrerPolicy: '', connectsAnywhere: true },
  urlList: [new URL('https://a.example/dir/from#part')],
  method: 'POST',
  headers,
  body: new Blob(['x']),
  mode: 'cors',
  credentials: 'same-origin',
  referrer: null,
  referrerPolicy: 'strict-origin-when-cross-origin',
  tainting: 'basic',
  hadUnsafeHeaders: true,
};
const follow = (location: string, status = 307, change: Partial<HopRequest> = {}, more: HeaderList = []): HopRequest | null =>
  httpRedirectFetch({ ...request, ...change }, { status, headers: [['location', location], ...more] });

test.each([
  ['to', 'https://a.example/dir/to#part'],
  ['/to#other', 'https://a.example/to#other'],
  ['//b.example', 'https://b.example/#part'],
  ['http://b.example', 'http://b.example/#part'],
])('Location %s leads to %s', (location, url) => {
  expect(follow(location)?.urlList.at(-1)?.href).toBe(url);
});

test.each(['https://:0:', 'data:text/plain,x', 'javascript:0', 'file:///etc/passwd', 'https://u:p@a.example/', 'https://u@b.example/'])(
  'Location %s is refused',
  (location) => {
    expect(() => follow(location)).toThrow(expect.objectContaining({ failure: 'refused' }));
  },
);

test('no Location is no redirect', () => {
  expect(httpRedirectFetch(request, { status: 302, headers: [] })).toBeNull();
  expect(follow('')).toBeNull();
});

test.each([
  [301, 'POST', 'GET'],
  [302, 'POST', 'GET'],
  [303, 'POST', 'GET'],
  [307, 'POST', 'POST'],
  [308, 'POST', 'POST'],
  [301, 'PUT', 'PUT'],
  [303, 'PUT', 'GET'],
  [303, 'HEAD', 'HEAD'],
])('%d turns %s into %s', (status, method, next) => {
  const followed = follow('/to', status, { method })!;
  expect(followed.method).toBe(next);
  expect(followed.body === null).toBe(method !== next);
  expect(followed.headers.map(([name]) => name)).toEqual(method === next ? ['authorization', 'content-type', 'x-a'] : ['authorization', 'x-a']);
});

test('Authorization stays with its origin', () => {
  expect(follow('https://a.example:8443/')?.headers).toEqual(headers.slice(1));
});

test('twenty redirects and no more', () => {
  const urls = (count: number): URL[] => Array.from({ length: count }, (_, i) => new URL(`https://a.example/${i}`));
  expect(follow('/to', 302, { urlList: urls(20) })?.urlList).toHaveLength(21);
  expect(() => follow('/to', 302, { urlList: urls(21) })).toThrow('too many redirects');
});

test.each([
  ['no-referrer', 'no-referrer'],
  ['origin, nonsense', 'origin'],
  ['nonsense', 'strict-origin-when-cross-origin'],
  ['origin, unsafe-url', 'unsafe-url'],
])('Referrer-Policy %s makes the policy %s', (value, policy) => {
  expect(follow('/to', 302, {}, [['referrer-policy', value]])?.referrerPolicy).toBe(policy);
});

test('under a policy that names hosts a redirect stays in its origin', () => {
  const client = { ...request.client, connectsAnywhere: false };
  expect(follow('/to', 307, { client })).not.toBeNull();
  expect(() => follow('//b.example', 307, { client })).toThrow(expect.objectContaining({ failure: 'refused' }));
  expect(follow('//b.example', 307)).not.toBeNull();
});
