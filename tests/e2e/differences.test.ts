import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { differences } from './differences';

const titles = readdirSync(import.meta.dirname)
  .filter((name) => name.endsWith('.spec.ts'))
  .flatMap((name) => [...readFileSync(path.join(import.meta.dirname, name), 'utf8').matchAll(/\btest\((['"`])(.*?)\1, async/g)].map(([, , title = '']) => title));

/** Titles of tables have `${…}` where the row's words stand. */
const names = (title: string, candidate: string): boolean => new RegExp(`^${title.split(/\$\{\w+\}/).map(RegExp.escape).join('.+')}$`).test(candidate);

test.each(differences)('the difference "$test" in $driver names a spec', ({ test: listed }) => {
  expect(titles.some((title) => names(title, listed))).toBe(true);
});

test('no difference is listed twice', () => {
  const keys = differences.map(({ driver, test: title }) => `${driver}: ${title}`);
  expect(new Set(keys).size).toBe(keys.length);
});
