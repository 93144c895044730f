import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { messagesOf, testLanguage } from './language.mocks';

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

const english = messagesOf('en');
const russian = messagesOf('ru');
const base = (key: string): string => key.replace(/_(zero|one|two|few|many|other)$/, '');

test('both languages have the same messages, and each plural the forms its language needs', () => {
  const bases = (messages: object): string[] => [...new Set(Object.keys(messages).map(base))].toSorted();
  expect(bases(russian)).toEqual(bases(english));
  for (const [name, messages] of [['en', english], ['ru', russian]] as const) {
    const forms = new Intl.PluralRules(name).resolvedOptions().pluralCategories;
    for (const key of Object.keys(messages).filter((key) => key.endsWith('_other'))) {
      for (const form of forms) expect(messages, `${name}: ${base(key)}`).toHaveProperty(`${base(key)}_${form}`);
    }
  }
});

test('a message has the same placeholders in both languages, and uses all of them', () => {
  for (const [key, { message, placeholders = {} }] of [...Object.entries(english), ...Object.entries(russian)]) {
    const used = [...message.matchAll(/\$(\w+)\$/g)].map(([, name]) => name!.toLowerCase()).toSorted();
    expect(used, key).toEqual(Object.keys(placeholders).toSorted());
    const counterpart = english[key] ?? english[`${base(key)}_other`];
    expect(Object.keys(counterpart?.placeholders ?? {}).toSorted(), key).toEqual(Object.keys(placeholders).toSorted());
  }
});

test('no message is left that nothing shows', () => {
  const root = new URL('../..', import.meta.url).pathname;
  const files = globSync(['{components,entrypoints,lib}/**/*.{ts,tsx}', 'wxt.config.ts'], { cwd: root }).filter((file) => !file.includes('.test.'));
  const sources = files.map((file) => readFileSync(`${root}/${file}`, 'utf8')).join('\n');
  const unused = Object.keys(english).filter((key) => !sources.includes(`'${base(key)}'`) && !sources.includes(`__MSG_${key}__`));
  expect(unused).toEqual([]);
});
