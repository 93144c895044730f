import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { LOCALES, testLanguage, type Messages } from './language.mocks';

test.each([
  ['en', 1, '1 file'],
  ['en', 22, '22 files'],
  ['ru', 1, '1 файл'],
  ['ru', 22, '22 файла'],
  ['ru', 11, '11 файлов'],
  ['ru', 121, '121 файл'],
] as const)('%s: %d is "%s"', (name, count, words) => {
  expect(testLanguage(name).plural('files', count)).toBe(words);
});

test('numbers follow the language of the messages, not the one the browser could not find', () => {
  expect(testLanguage('en', 'de').locale).toBe('en');
  expect(testLanguage('en', 'en-GB').locale).toBe('en-GB');
});

test('a language of the other direction turns the page', () => {
  expect(testLanguage('ar').direction).toBe('rtl');
  expect(testLanguage('en').direction).toBe('ltr');
});

const english: Messages = LOCALES.en;
const locales: [string, Messages][] = Object.entries(LOCALES);
const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

test('every locale folder is looked at here', () => {
  const folders = globSync('*', { cwd: new URL('../../public/_locales', import.meta.url).pathname });
  expect(folders.toSorted()).toEqual(Object.keys(LOCALES).toSorted());
});

test.each(locales)('%s has every message, and each plural the forms it needs', (name, messages) => {
  const bases = (messages: Messages): string[] => [...new Set(Object.keys(messages).map(base))].toSorted();
  expect(bases(messages)).toEqual(bases(english));
  const forms = new Intl.PluralRules(name.replace('_', '-')).resolvedOptions().pluralCategories;
  for (const key of Object.keys(messages).filter((key) => key.endsWith('_other'))) {
    for (const form of forms) expect(messages).toHaveProperty(`${base(key)}_${form}`);
  }
});

test.each(locales)('%s has the placeholders that English has, and uses all of them', (_, messages) => {
  for (const [key, { message, placeholders = {} }] of Object.entries(messages)) {
    const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!.toLowerCase()).toSorted();
    expect(used, key).toEqual(Object.keys(placeholders).toSorted());
    const counterpart = english[key] ?? english[`${base(key)}_other`];
    expect(placeholders, key).toEqual(counterpart?.placeholders ?? {});
  }
});

test.each(locales)('the description of %s is one that a browser takes', (_, messages) => {
  expect(messages['extensionDescription']!.message.length).toBeLessThanOrEqual(132);
});

test('no message is left that nothing shows', () => {
  const root = new URL('../..', import.meta.url).pathname;
  const files = globSync(['{components,entrypoints,lib}/**/*.{ts,tsx}', 'wxt.config.ts'], { cwd: root }).filter((file) => !file.includes('.test.'));
  const sources = files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('\n');
  const unused = Object.keys(english).filter((key) => !sources.includes(`'${base(key)}'`) && !sources.includes(`__MSG_${key}__`));
  expect(unused).toEqual([]);
});
