import { expect, test } from 'vitest';
import type { Ask } from './ask';
import { forbiddenURL } from './forbidden-url';

const ORIGIN = 'https://site.test';

/** A policy that allows what the predicate does, and a list of what it was asked. */
function policy(allows: (url: string) => boolean): { ask: Ask; asked: string[] } {
  const asked: string[] = [];
  return { asked, ask: async (urls) => (asked.push(...urls), urls.map(allows)) };
}

test('the first URL that policy refuses is named', async () => {
  const { ask } = policy((url) => !url.includes('secret'));
  expect(await forbiddenURL(['https://a.test/x', 'https://a.test/secret?1', 'https://a.test/secret?2'], ask, ORIGIN)).toBe('https://a.test/secret?1');
  expect(await forbiddenURL(['https://a.test/x'], ask, ORIGIN)).toBeNull();
});

test('query and fragment are not asked about, and nothing twice', async () => {
  const { ask, asked } = policy(() => true);
  await forbiddenURL(['https://a.test/x?1', 'https://a.test/x?2#3', 'https://b.test/x'], ask, ORIGIN);
  expect(asked).toEqual(['https://a.test/x', 'https://b.test/x']);
});

test.each([
  ['mixed content is judged as if it were https', ORIGIN, 'http://a.test/x', 'https://a.test/x'],
  ['with its port', ORIGIN, 'http://a.test:8080/x', 'https://a.test:8080/x'],
  ['loopback is no mixed content', ORIGIN, 'http://localhost:8080/x', 'http://localhost:8080/x'],
  ['a page at http://localhost has none', 'http://localhost', 'http://a.test/x', 'http://a.test/x'],
])('%s', async (_, origin, url, expected) => {
  const { ask, asked } = policy(() => true);
  expect(await forbiddenURL([url], ask, origin)).toBeNull();
  expect(asked).toEqual([expected]);
});

const many = Array.from({ length: 5_000 }, (_, index) => `https://a.test/files/${index}`);

test('an origin that is allowed as a whole is asked about once', async () => {
  const { ask, asked } = policy(() => true);
  expect(await forbiddenURL(many, ask, ORIGIN)).toBeNull();
  expect(asked).toHaveLength(1);
  expect(many).not.toContain(asked[0]);
});

test('one of thousands that a policy of paths refuses is found', async () => {
  const { ask } = policy((url) => url.includes('/files/') && !url.endsWith('/4711'));
  expect(await forbiddenURL(many, ask, ORIGIN)).toBe('https://a.test/files/4711');
});
