import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { createIntegrityCheck, matchesIntegrity } from './integrity';

const text = 'hello '.repeat(50_000);
const digest = (algorithm: 'sha256' | 'sha384' | 'sha512', of = text): string => `${algorithm}-${createHash(algorithm).update(of).digest('base64')}`;

test.each<[matches: boolean, what: string, metadata: string]>([
  [true, 'nothing asked', ''],
  [true, 'unknown algorithm', 'md5-AAAA'],
  [true, 'SHA-256', digest('sha256')],
  [true, 'SHA-384', digest('sha384')],
  [true, 'SHA-512', digest('sha512')],
  [true, 'options', `${digest('sha256')}?x=y`],
  [
    true,
    'base64url',
    digest('sha256')
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll(/sha256_/g, 'sha256-'),
  ],
  [false, 'other bytes', digest('sha256', 'x')],
  [true, 'one of two', ` ${digest('sha256', 'x')}\n${digest('sha256')} `],
  [false, 'the strongest counts', `${digest('sha512', 'x')} ${digest('sha256')}`],
  [true, 'the weaker does not', `${digest('sha512')} ${digest('sha256', 'x')}`],
  [false, 'truncated digest', digest('sha256').slice(0, -5)],
])('%s: %s', async (matches, _what, metadata) => {
  expect(await matchesIntegrity(new Blob([text]), metadata)).toBe(matches);
});

test('bytes may come in pieces', () => {
  const check = createIntegrityCheck(digest('sha384', 'hello world'))!;
  for (const piece of ['hello', ' ', '', 'world']) check.update(new TextEncoder().encode(piece));
  expect(check.matches()).toBe(true);
});
