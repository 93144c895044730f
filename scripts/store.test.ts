import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../${path}`, import.meta.url), 'utf8');

/** The paragraphs under a heading of a listing. */
const part = (language: string, heading: string): string => {
  const [, text = ''] = new RegExp(`^# ${heading}\\n+(.*?)(?=\\n+# |$(?![^]))`, 'ms').exec(read(`store/${language}/listing.md`)) ?? [];
  return text.trim();
};

const languages = ['en', 'ru'];

test.each(languages)('the listing in %s has the name and the summary that the package has', (language) => {
  const messages = JSON.parse(read(`public/_locales/${language}/messages.json`)) as Record<'extensionName' | 'extensionDescription', { message: string }>;
  expect(part(language, 'Name')).toBe(messages.extensionName.message);
  expect(part(language, 'Summary')).toBe(messages.extensionDescription.message);
});

test.each(languages)('name, summary and description in %s fit where they go', (language) => {
  expect(part(language, 'Name').length).toBeLessThanOrEqual(45);
  expect(part(language, 'Summary').length).toBeLessThanOrEqual(132);
  expect(part(language, 'Description').length).toBeGreaterThan(500);
  expect(part(language, 'Description').length).toBeLessThanOrEqual(16_000);
});

test.each(languages)('the screenshots in %s are of the size that stores ask for, and each has its caption', (language) => {
  const captions = part(language, 'Screenshots').match(/^\d+\. \*\*.+?\*\* .+$/gm) ?? [];
  const pictures = globSync(`store/screenshots/${language}-*.png`, { cwd: fileURLToPath(new URL('..', import.meta.url)) });
  expect(pictures.toSorted()).toEqual(captions.map((_, index) => `store/screenshots/${language}-${index + 1}.png`));
  for (const picture of pictures) {
    const bytes = readFileSync(new URL(`../${picture}`, import.meta.url));
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)], picture).toEqual([1280, 800]);
    expect(bytes.length, picture).toBeLessThan(250_000);
  }
});

test('what is said in one language is said in the other', () => {
  for (const file of ['listing', 'privacy']) {
    const [paragraphs, ...others] = languages.map((language) => read(`store/${language}/${file}.md`).split(/\n\n|\n(?=[-•]|\d+\.)/).length);
    for (const other of others) expect(other, file).toBe(paragraphs);
  }
});
