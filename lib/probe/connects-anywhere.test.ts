import { expect, test } from 'vitest';
import { connectsAnywhere } from './connects-anywhere';

/** A policy of sources, as Content Security Policy matches them. */
const policy =
  (...sources: string[]) =>
  async (urls: string[]): Promise<boolean[]> =>
    urls.map((url) => sources.some((source) => source === '*' || new URL(url).protocol === source || new URL(url).origin === source));

test.each([
  ['no policy', ['*'], 'https://site.test', true],
  ['any https:', ['https:'], 'https://site.test', true],
  ['named hosts', ['https://site.test', 'https://cdn.test'], 'https://site.test', false],
  ['nothing', [], 'https://site.test', false],
  ['any https:, but not http:', ['https:'], 'http://localhost', false],
  ['any https: and http:', ['https:', 'http:'], 'http://localhost', true],
])('%s', async (_, sources, origin, expected) => {
  expect(await connectsAnywhere(policy(...sources), origin)).toBe(expected);
});
