import { expect, test } from 'vitest';
import { cleanTitle, displayOrigin } from './foreign-text';

test.each([
  ['an ordinary title stays as it is', 'Long Rain, episode 12 🌧️', 'Long Rain, episode 12 🌧️'],
  ['markup is text', '<b>Bold</b>', '<b>Bold</b>'],
  ['lines become one', ' a\n\tb\u2028c ', 'a b c'],
  ['marks that turn the direction are taken out', '\u202Egnp.exe', 'gnp.exe'],
  ['joiners inside of words and emoji stay', '👩‍🚀 می‌خواهم', '👩‍🚀 می‌خواهم'],
  ['a title of nothing visible is none', '\u200B \u2066\u0000\u0301', ''],
])('%s', (_, title, clean) => {
  expect(cleanTitle(title)).toBe(clean);
});

test('a very long title is cut between code points', () => {
  const clean = cleanTitle('🌧'.repeat(10_000));
  expect(clean).toBe(`${'🌧'.repeat(300)}…`);
});

test('only a secure origin goes without its scheme', () => {
  expect(displayOrigin('https://a.example:8443')).toBe('a.example:8443');
  expect(displayOrigin('http://localhost:8080')).toBe('http://localhost:8080');
});
