import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { differences } from './differences';

const specs = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.spec.ts'))
  .map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8'));

const titlesOf = (spec: string): string[] => [...spec.matchAll(/\btest\((['"`])(.*?)\1, async/g)].map(([, , title = '']) => title);

/** Titles of tables have `${…}` where the words of one of the spec's rows stand. */
const names = (spec: string, title: string, candidate: string): boolean => {
  const found = new RegExp(`^${title.split(/\$\{\w+\}/).map(RegExp.escape).join('(.+)')}$`).exec(candidate);
  return found !== null && found.slice(1).every((words) => [`'${words}'`, `"${words}"`].some((row) => spec.includes(row)));
};

test.each(differences)('the difference "$test" in $driver names a spec', ({ test: listed }) => {
  expect(specs.some((spec) => titlesOf(spec).some((title) => names(spec, title, listed)))).toBe(true);
});

test('the control: a row that is in no table names none', () => {
  const spec = "const rows = [{ what: 'a' }];\ntest(`row ${what}`, async () => {});";
  expect(['row a', 'row b'].map((listed) => titlesOf(spec).some((title) => names(spec, title, listed)))).toEqual([true, false]);
});

test('no difference is listed twice', () => {
  const keys = differences.map(({ driver, test: title }) => `${driver}: ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});
