import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import { corsCheck } from './cors-check';

const origin = 'https://a.example';
const allow = (...values: string[]): HeaderList => values.map((value) => ['access-control-allow-origin', value]);
const credentials: HeaderList = [['access-control-allow-credentials', 'true']];

test.each<[passes: boolean, what: string, response: HeaderList, credentials: RequestCredentials, origin?: string]>([
  [false, 'no header', [], 'omit'],
  [true, '*', allow('*'), 'omit'],
  [true, '*', allow('*'), 'same-origin'],
  [false, '* with credentials', [...allow('*'), ...credentials], 'include'],
  [true, 'the origin', allow(origin), 'omit'],
  [false, 'the origin with credentials, not allowed', allow(origin), 'include'],
  [true, 'the origin with credentials', [...allow(origin), ...credentials], 'include'],
  [false, 'credentials allowed in capitals', [...allow(origin), ['access-control-allow-credentials', 'True']], 'include'],
  [false, 'credentials allowed twice', [...allow(origin), ...credentials, ...credentials], 'include'],
  [false, 'another origin', allow('https://b.example'), 'omit'],
  [false, 'a trailing slash', allow(`${origin}/`), 'omit'],
  [false, 'capitals', allow(origin.toUpperCase()), 'omit'],
  [false, 'a list', allow(`${origin}, *`), 'omit'],
  [false, 'two lines', allow('*', '*'), 'omit'],
  [false, 'null for an origin', allow('null'), 'omit'],
  [true, 'null for null', allow('null'), 'omit', 'null'],
  [false, 'the origin for null', allow(origin), 'omit', 'null'],
  [true, '* for null', allow('*'), 'omit', 'null'],
  [false, 'an empty value', allow(''), 'omit'],
])('%s: %s', (passes, _what, response, mode, requestOrigin = origin) => {
  expect(corsCheck(response, requestOrigin, mode) === null).toBe(passes);
});
