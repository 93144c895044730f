import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../package.json';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

test('every dependency is named with its purpose', () => {
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...Object.keys(optionalDependencies)].filter((name) => !name.startsWith('@types/'));
  for (const name of names) expect(readme).toContain(`\`${name}\``);
});
