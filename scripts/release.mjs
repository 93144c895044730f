/**
 * `npm run release [-- --dry-run]`: makes sure that this commit can go to the stores, and tags it. The version is the one in package.json, set by
 * `npm version`; uploading is by hand, as store/README.md says.
 */

import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { begin, root, run, say } from './setup.mjs';

const read = (...path) => readFileSync(join(root, ...path), 'utf8');

function git(...args) {
  const { status, stdout, stderr } = spawnSync('git', args, { cwd: root, encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim());
  return stdout.trim();
}

/** What stands in the way, in sentences. */
function obstacles(version) {
  const found = [];
  const newest = /^## (\S+)\n+(.*)/m.exec(read('CHANGELOG.md'));
  if (newest?.[1] !== version) found.push(`CHANGELOG.md begins with ${newest?.[1]}, package.json says ${version}`);
  else if (!newest[2]) found.push(`CHANGELOG.md says nothing of ${version}`);
  if (JSON.parse(read('companion', 'package.json')).version !== version) found.push('the companion has another version: set it with npm version');
  if (git('status', '--porcelain') !== '') found.push('there are changes that are not committed');
  if (git('tag', '--list', `v${version}`) !== '') found.push(`v${version} is tagged already`);
  return found;
}

await begin(import.meta.url, (args) => {
  const { 'dry-run': dry } = parseArgs({ args, options: { 'dry-run': { type: 'boolean', default: false } } }).values;
  const { version } = JSON.parse(read('package.json'));
  const found = obstacles(version);
  if (found.length > 0) throw new Error(found.join('; '));
  run('node', ['scripts/zip.mjs']);
  const sums = read('.output', 'SHA256SUMS');
  run('node', ['scripts/zip.mjs'], { stdio: ['ignore', 'ignore', 'inherit'] });
  if (read('.output', 'SHA256SUMS') !== sums) throw new Error('the packages of two builds differ');
  for (const script of ['build-companion', 'check-companion', 'check-manifests', 'check-addon', 'check-packages', 'check-sources']) run('node', [`scripts/${script}.mjs`]);
  if (dry) say(`v${version} could be released.`);
  else git('tag', '--annotate', `v${version}`, '--message', `${version}\n\n${sums}`);
});
