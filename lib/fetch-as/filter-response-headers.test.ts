import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import { filterResponseHeaders } from './filter-response-headers';

const names = ['content-type', 'content-length', 'etag', 'x-one', 'x-two', 'set-cookie', 'set-cookie2'];
const seen = (tainting: 'basic' | 'cors', expose: string | null, credentials: RequestCredentials = 'same-origin'): string[] => {
  const list = names.map((name): HeaderList[number] => [name, '1']);
  if (expose !== null) list.push(['access-control-expose-headers', expose]);
  return filterResponseHeaders(list, tainting, credentials).map(([name]) => name);
};
const safe = ['content-type', 'content-length'];
const all = [...safe, 'etag', 'x-one', 'x-two'];

test('same origin: all but cookies', () => {
  expect(seen('basic', null)).toEqual(all);
});

test.each<[expose: string | null, credentials: RequestCredentials, visible: string[]]>([
  [null, 'omit', safe],
  ['x-one', 'omit', [...safe, 'x-one']],
  ['X-ONE, ETag', 'include', [...safe, 'etag', 'x-one']],
  ['*', 'omit', [...all, 'access-control-expose-headers']],
  ['*', 'include', safe],
  ['set-cookie, Set-Cookie2, x-two', 'omit', [...safe, 'x-two']],
  ['x-one, b@d y', 'omit', safe],
])('other origin exposing %s, %s: %j', (expose, credentials, visible) => {
  expect(seen('cors', expose, credentials)).toEqual(visible);
});
