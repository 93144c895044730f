import { expect, test, vi } from 'vitest';
import { createDoorbell, createRateLimit, readRing, type Ring } from './doorbell';

const NONCE = '0f8fad5b-d9cb-469f-a165-70867728950e';
const url = (scope = 'https://a.example/app/', host = 'https://a.example') =>
  `${host}/.well-known/background-fetch-anywhere/doorbell?scope=${encodeURIComponent(scope)}&nonce=${NONCE}`;
const firefox: Ring = { url: url(), tabId: -1, originUrl: 'https://a.example/sw.js', incognito: false, cookieStoreId: 'firefox-default' };
const chromium: Ring = { url: url(), tabId: -1, initiator: 'https://a.example' };

test('a worker’s own ring is understood in either browser’s words', () => {
  const place = { origin: 'https://a.example', scope: 'https://a.example/app/' };
  expect(readRing(firefox)).toEqual({ place: { ...place, scriptURL: 'https://a.example/sw.js' }, nonce: NONCE });
  expect(readRing(chromium)).toEqual({ place: { ...place, scriptURL: null }, nonce: NONCE });
});

test.each<[string, Ring]>([
  ['by a page', { ...firefox, tabId: 3 }],
  ['at another origin’s door', { ...firefox, originUrl: 'https://evil.example/sw.js' }],
  ['at another origin’s door (Chromium)', { ...chromium, initiator: 'https://evil.example' }],
  ['at another port’s door', { ...chromium, initiator: 'https://a.example:8443' }],
  ['by an opaque origin', { ...chromium, initiator: 'null' }],
  ['by nobody known', { url: url(), tabId: -1 }],
  ['for another origin’s scope', { ...firefox, url: url('https://victim.example/') }],
  ['for a blob: of its own', { ...firefox, url: url('blob:https://a.example/1') }],
  ['for a scope that is no URL', { ...firefox, url: url('app') }],
  ['in a private window', { ...firefox, incognito: true }],
  ['in a container', { ...firefox, cookieStoreId: 'firefox-container-1' }],
  ['from a partition', { ...firefox, thirdParty: true }],
  ['with words for a nonce', { ...firefox, url: url().replace(NONCE, 'who-i-am') }],
  ['with an endless nonce', { ...firefox, url: `${url()}${'x'.repeat(200)}` }],
  ['at a longer path', { ...firefox, url: url().replace('doorbell?', 'doorbells?') }],
])('a ring %s is not answered', (_, ring) => expect(readRing(ring)).toBe(null));

test('five rings in a row are answered, then one every ten seconds, per origin', () => {
  let now = 0;
  const allowed = createRateLimit(() => now);
  const rings = (count: number, origin = 'https://a.example') => Array.from({ length: count }, () => allowed(origin)).filter(Boolean).length;
  expect(rings(8)).toBe(5);
  expect(rings(8, 'https://b.example')).toBe(5);
  now = 9_999;
  expect(rings(8)).toBe(0);
  now = 10_000;
  expect(rings(8)).toBe(1);
  now = 1_000_000;
  expect(rings(8)).toBe(5);
});

test('an answered ring opens a line, one past the limit is only noted', () => {
  const connect = vi.fn<() => Promise<void>>(async () => {});
  const onRefused = vi.fn<(origin: string) => void>();
  const ring = createDoorbell({ connect, onRefused, onFault: () => {}, now: () => 0 });
  for (let i = 0; i < 7; i++) ring(firefox);
  ring({ ...firefox, tabId: 1 });
  expect(connect).toHaveBeenCalledTimes(5);
  expect(connect).toHaveBeenCalledWith({ origin: 'https://a.example', scope: 'https://a.example/app/', scriptURL: 'https://a.example/sw.js' }, NONCE);
  expect(onRefused).toHaveBeenCalledTimes(2);
});
