/** Mozilla's own linter over the Firefox build. Whatever it has to say fails: a reviewer would ask the same. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

await begin(import.meta.url, () => {
  const { stdout, stderr, error } = spawnSync('addons-linter', ['--output', 'json', join(root, '.output', 'firefox-mv3')], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || !stdout.startsWith('{')) throw new Error(`addons-linter gave no report: ${error?.message ?? stderr}`);
  const { errors, warnings, notices } = JSON.parse(stdout);
  const found = [...errors, ...warnings, ...notices];
  for (const { _type, code, message, description, file, line } of found) {
    say(`${_type}: ${code} in ${file ?? 'the package'}${line ? `:${line}` : ''}: ${message} ${description}`);
  }
  say(`${errors.length} errors, ${warnings.length} warnings, ${notices.length} notices`);
  return found.length > 0 ? 1 : 0;
});
