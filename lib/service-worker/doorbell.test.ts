import { readFileSync } from 'node:fs';
import { expect, test, vi } from 'vitest';
import { createDoorbell } from './doorbell';

const ring = (patience = 1_000) => {
  const fetch = vi.fn<(url: string) => Promise<Response>>(() => Promise.reject(new TypeError('cancelled')));
  const doorbell = createDoorbell('https://site.test/a b/', fetch as never, patience);
  return { doorbell, rung: () => fetch.mock.calls.map(([url]) => new URL(url, 'https://site.test')) };
};

test('one request rings, whoever else wants a line meanwhile', async () => {
  const { doorbell, rung } = ring();
  const both = Promise.all([doorbell.ring(), doorbell.ring()]);
  const [url, ...more] = rung();
  expect(more).toEqual([]);
  expect([url!.pathname, url!.searchParams.get('scope')]).toEqual(['/.well-known/background-fetch-anywhere/doorbell', 'https://site.test/a b/']);
  expect(doorbell.answered(url!.searchParams.get('nonce')!)).toBe(true);
  await both;
});

test('only our own nonce is an answer', () => {
  const { doorbell } = ring();
  expect(doorbell.answered('undefined')).toBe(false);
  void doorbell.ring().catch(() => {});
  expect(doorbell.answered('another')).toBe(false);
});

test('when nobody comes it says so, and the next ring is another', async () => {
  const { doorbell, rung } = ring(5);
  await expect(doorbell.ring()).rejects.toMatchObject({ code: 'disconnected' });
  await expect(doorbell.ring()).rejects.toMatchObject({ code: 'disconnected' });
  expect(new Set(rung().map((url) => url.searchParams.get('nonce'))).size).toBe(2);
});

test('the rule keeps every ring from the network, and nothing that merely has its words in it', () => {
  const [rule] = JSON.parse(readFileSync('public/doorbell-rules.json', 'utf8')) as { condition: { regexFilter: string } }[];
  const kept = (url: string): boolean => new RegExp(rule!.condition.regexFilter).test(url);
  const { doorbell, rung } = ring();
  void doorbell.ring().catch(() => {});
  const { origin, pathname, search } = rung()[0]!;
  const bell = pathname + search;
  expect([kept(origin + bell), kept(`http://localhost:8080${bell}`)]).toEqual([true, true]);
  const others = ['/x', '/?to=', '/#', '?', '#', '/x/?', `${bell.replace('doorbell', 'doorbells')}&`].map((before) => origin + before + bell);
  expect(others.filter(kept)).toEqual([]);
});
