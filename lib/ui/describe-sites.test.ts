import { expect, test } from 'vitest';
import type { Consent } from '../protocol/ui';
import { describeSites } from './describe-sites';
import { testLanguage } from './language.mocks';

const english = testLanguage('en');
const sitesOf = (listed: string[], answers: Record<string, Consent>, byDefault: Consent = 'allow') =>
  describeSites(listed, new Map(Object.entries(answers)), byDefault, english).map(({ name, consent }) => `${name} ${consent}`);

test('a site has its job or its answer to thank for its place, and stands there once', () => {
  const answers = { 'https://b.example': 'block', 'https://c.example': 'allow', 'https://a.example': 'ask' } as const;
  expect(sitesOf(['https://d.example', 'https://a.example', 'https://d.example'], answers)).toEqual(['a.example ask', 'b.example block', 'd.example allow']);
});

test('ports and schemes are other sites', () => {
  expect(sitesOf(['http://localhost:8080', 'https://localhost:8080'], { 'https://localhost:8080': 'ask' })).toEqual([
    'http://localhost:8080 allow',
    'localhost:8080 ask',
  ]);
});

test('what is chosen has a name', () => {
  expect(describeSites(['https://a.example'], new Map(), 'allow', english)[0]!.label).toBe('Background downloads of a.example');
});

test('a site without an answer has the one by default, and an answer that is none other is no reason to stand here', () => {
  const answers = { 'https://a.example': 'allow', 'https://b.example': 'ask' } as const;
  expect(sitesOf(['https://c.example'], answers, 'ask')).toEqual(['a.example allow', 'c.example ask']);
});
