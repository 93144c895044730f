import { expect, test } from 'vitest';
import { determineReferrer } from './determine-referrer';
import type { Policy } from './referrer-policies';

const source = 'https://u:p@a.example/page?q#part';
const full = 'https://a.example/page?q';
const origin = 'https://a.example/';
const own = 'https://a.example/x';
const otherOrigin = 'https://b.a.example/';
const otherSite = 'https://b.example/';
const plain = 'http://b.example/';

test.each<[Policy, own: string | null, otherOrigin: string | null, otherSite: string | null, plain: string | null]>([
  ['no-referrer', null, null, null, null],
  ['origin', origin, origin, origin, origin],
  ['strict-origin', origin, origin, origin, null],
  ['same-origin', full, null, null, null],
  ['strict-origin-when-cross-origin', full, origin, origin, null],
  // Shortened across sites.
  ['origin-when-cross-origin', full, origin, origin, null],
  ['no-referrer-when-downgrade', full, full, origin, null],
  ['unsafe-url', full, full, origin, null],
])('%s', (policy, ...expected) => {
  const urls = [own, otherOrigin, otherSite, plain];
  expect(urls.map((url) => determineReferrer(new URL(source), policy, new URL(url))?.href ?? null)).toEqual(expected);
});

test('a long referrer is cut to its origin', () => {
  expect(determineReferrer(new URL(`${origin}${'x'.repeat(4100)}`), 'same-origin', new URL(own))?.href).toBe(origin);
});

test('only http: and https: pages are told of', () => {
  expect(determineReferrer(new URL('blob:https://a.example/1'), 'unsafe-url', new URL(own))).toBeNull();
  expect(determineReferrer(null, 'unsafe-url', new URL(own))).toBeNull();
});
