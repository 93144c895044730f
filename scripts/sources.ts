import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The text of a file of the project. */
export const read = (path: string): string => readFileSync(`${root}${path}`, 'utf8');

/** What becomes part of the extension, by path: no tests and none of their doubles. */
export const sources = (pattern = '{lib,components,entrypoints}/**/*.{ts,tsx}'): Map<string, string> =>
  new Map(
    globSync(pattern, { cwd: root })
      .map((path) => path.replaceAll('\\', '/'))
      .filter((path) => !/\.(?:test|mocks)\.tsx?$|\/(?:fixtures|test-realm)\.ts$/.test(path))
      .toSorted()
      .map((path) => [path, read(path)]),
  );
