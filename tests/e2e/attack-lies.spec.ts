import { cachedSha256, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Answer } from '../fixtures/server/file';
import { expect, test } from '../fixtures/test';

const SIZE = 400_000;
const SHORT: Answer = { shortAt: 200_000 };

/** Second answers of a server whose first one broke off. */
const lies: [what: string, answer: Answer][] = [
  ['a range that begins elsewhere', { ranges: 'shifted' }],
  ['a range of another file', { headers: { 'content-range': `bytes 200000-399999/${SIZE + 1}` } }],
  ['no range at all', { headers: { 'content-range': null } }],
];

for (const [what, answer] of lies) {
  test(`attack: a response that lies about its range is not joined: ${what}`, async ({ open, server }) => {
    const liar = server.file('/liar', { size: SIZE }, SHORT, answer);
    const honest = server.file('/honest', { size: SIZE }, SHORT, {});
    const page = await open(`${server.origin}/classic/`);
    await startFetch(page, 'lie', [liar.url, honest.url]);
    await expect.poll(() => noteOf(page, 'lie')).toMatchObject({
      failureReason: 'fetch-error',
      records: [
        { url: liar.url, error: 'TypeError' },
        { url: honest.url, status: 200 },
      ],
    });
    expect(await cachedSha256(page, 'lie', honest.url), 'the same, told the truth, is').toBe(await honest.sha256());
    expect(await cachedSha256(page, 'lie', liar.url)).toBe('not in the cache');
  });
}
