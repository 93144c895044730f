import { cachedSha256, downloadedOf, noteOf, startFetch } from '../fixtures/background-fetch';
import type { Answer } from '../fixtures/server/file';
import { expect, test } from '../fixtures/test';

const SIZE = 3_000_000;
const HALF = 1_500_000;
/** Closed too early, when what came before that has been read: Chromium throws away the rest. */
const SHORT: Answer = { holdAt: HALF, shortAt: HALF + 1 };
/** Bytes that a read which waits for more may hold when its connection goes. */
const HELD_BACK = 512 * 1024;

/** Second answers of a server whose first one broke off. */
const lies: [what: string, answer: Answer][] = [
  ['a range that begins elsewhere', { ranges: 'shifted' }],
  ['a range of another file', { headers: { 'content-range': `bytes ${HALF}-${SIZE - 1}/${SIZE + 1}` } }],
  ['no range at all', { headers: { 'content-range': null } }],
];

for (const [what, answer] of lies) {
  test(`attack: a response that lies about its range is not joined: ${what}`, async ({ open, server }) => {
    const liar = server.file('/liar', { size: SIZE }, SHORT, answer);
    const honest = server.file('/honest', { size: SIZE }, SHORT, {});
    const page = await open(`${server.origin}/classic/`);
    await startFetch(page, 'lie', [liar.url, honest.url]);
    await expect.poll(() => downloadedOf(page, 'lie')).toBeGreaterThan(2 * (HALF - HELD_BACK));
    for (const file of [liar, honest]) file.release();
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
