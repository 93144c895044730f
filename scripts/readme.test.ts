import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import packageJson from '../package.json';
import config from '../wxt.config';

const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');

interface Permissions {
  permissions: string[];
  host_permissions: string[];
}
const manifestOf = (browser: string): Permissions => (config.manifest as unknown as (env: { browser: string }) => Permissions)({ browser });

test.each(['firefox', 'chrome', 'edge', 'safari'])('every permission of %s is explained', (browser) => {
  const { permissions, host_permissions } = manifestOf(browser);
  for (const permission of [...permissions, ...host_permissions]) expect(readme).toContain(`\`${permission}\``);
});

test('no permission is explained that nobody asks for', () => {
  const asked = new Set(['firefox', 'chrome', 'edge', 'safari'].flatMap((browser) => Object.values(manifestOf(browser)).filter(Array.isArray).flat()));
  const table = readme.slice(readme.indexOf('| permission | why |'), readme.indexOf('There is no telemetry'));
  const explained = table.split('\n').flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name]) => name!));
  expect(explained.filter((name) => !asked.has(name))).toEqual([]);
});

test('every dependency is named with its purpose', () => {
  const { dependencies, devDependencies, optionalDependencies } = packageJson;
  const names = [...Object.keys(dependencies), ...Object.keys(devDependencies), ...Object.keys(optionalDependencies)].filter((name) => !name.startsWith('@types/'));
  for (const name of names) expect(readme).toContain(`\`${name}\``);
});
