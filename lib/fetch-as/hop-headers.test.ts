import { expect, test } from 'vitest';
import type { HopRequest } from './hop-request';
import { includesCredentials } from './includes-credentials';
import { originHeader } from './origin-header';
import { setSecFetch } from './set-sec-fetch';

const A = 'https://a.example/';
const SUB = 'https://sub.a.example/';
const X = 'https://x.example/';
const Y = 'https://y.example/';
const PLAIN = 'http://a.example/';

const make = (urls: string[], rest: Partial<HopRequest> = {}): HopRequest => ({
  client: { origin: 'https://a.example', url: A, referrerPolicy: '', connectsAnywhere: true },
  urlList: urls.map((url) => new URL(url)),
  method: 'GET',
  headers: [],
  body: null,
  mode: 'cors',
  credentials: 'same-origin',
  referrer: null,
  referrerPolicy: 'strict-origin-when-cross-origin',
  tainting: urls.every((url) => url === A) ? 'basic' : 'cors',
  hadUnsafeHeaders: false,
  ...rest,
});

test.each<[origin: string | null, urls: string[], rest?: Partial<HopRequest>]>([
  [null, [A]],
  [null, [A, A]],
  ['https://a.example', [A], { method: 'POST' }],
  ['https://a.example', [X]],
  ['https://a.example', [A, X]],
  ['https://a.example', [X, X]],
  ['null', [X, A]],
  ['null', [X, Y]],
  ['null', [A, X, Y]],
  ['null', [SUB, A]],
  ['null', [X, Y, Y]],
  ['https://a.example', [A], { method: 'POST', referrerPolicy: 'no-referrer' }],
  ['null', [A], { method: 'POST', referrerPolicy: 'no-referrer', mode: 'same-origin' }],
  [null, [A], { method: 'HEAD', mode: 'same-origin' }],
])('Origin is %s on the way %j %j', (origin, urls, rest) => {
  expect(originHeader(make(urls, rest))).toBe(origin);
});

test.each<[site: string | null, urls: string[]]>([
  ['same-origin', [A]],
  ['same-site', [SUB]],
  ['cross-site', [X]],
  ['cross-site', [A, X]],
  ['cross-site', [X, A]],
  ['same-site', [SUB, A]],
  ['cross-site', [SUB, X, A]],
  [null, [X, PLAIN]],
])('Sec-Fetch-Site is %s on the way %j', (site, urls) => {
  const headers = setSecFetch(make(urls), 'cors');
  expect(headers['sec-fetch-site']).toBe(site);
  expect(headers['sec-fetch-mode']).toBe(site === null ? null : 'cors');
  expect(headers['sec-fetch-dest']).toBe(site === null ? null : 'empty');
  expect(headers['sec-fetch-user']).toBeNull();
});

test.each<[sent: boolean, urls: string[], credentials: RequestCredentials, rest?: Partial<HopRequest>]>([
  [true, [A], 'same-origin'],
  [true, [A], 'include'],
  [false, [A], 'omit'],
  [false, [SUB], 'same-origin'],
  [true, [SUB], 'include'],
  [false, [X], 'include'],
  [false, [X, A], 'include'],
  [false, [SUB, X, SUB], 'include'],
  [true, [A, SUB], 'include'],
  [false, [PLAIN], 'include'],
  [false, [A], 'include', { client: { origin: 'https://a.example', url: A, referrerPolicy: '', connectsAnywhere: true, crossSiteAncestor: true } }],
])('cookies: %s on the way %j, %s', (sent, urls, credentials, rest) => {
  expect(includesCredentials(make(urls, { credentials, ...rest }))).toBe(sent);
});
