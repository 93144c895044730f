import { expect, test } from 'vitest';
import type { Consent } from '../protocol/ui';
import { describeSites } from './describe-sites';
import { testLanguage } from './language.mocks';

const english = testLanguage('en');
const sitesOf = (listed: string[], answers: Record<string, Consent>) =>
  describeSites(listed, new Map(Object.entries(answers)), english).map(({ name, consent }) => `${name} ${consent}`);

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
  expect(describeSites(['https://a.example'], new Map(), english)[0]!.label).toBe('Background downloads of a.example');
});
