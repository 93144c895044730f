/** Mozilla's own linter over the Firefox build. Warnings fail too, but for those named here with the reason why nothing can be done about them. */

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const ACCEPTED = [
  // Preact's dangerouslySetInnerHTML, which no component of ours uses (the linter looks at each place: one more would be reported).
  { code: 'UNSAFE_VAR_ASSIGNMENT', file: /^chunks\//, most: 1, reason: 'Preact itself' },
];

await begin(import.meta.url, () => {
  const { stdout, stderr, error } = spawnSync('addons-linter', ['--output', 'json', join(root, '.output', 'firefox-mv3')], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (error || !stdout.startsWith('{')) throw new Error(`addons-linter gave no report: ${error?.message ?? stderr}`);
  const { errors, warnings, notices } = JSON.parse(stdout);
  let bad = 0;
  for (const { _type, code, message, description, file, line } of [...errors, ...warnings, ...notices]) {
    const accepted = ACCEPTED.find((entry) => entry.code === code && entry.file.test(file) && entry.most > 0);
    if (accepted) accepted.most -= 1;
    const reason = _type === 'notice' ? 'a notice' : accepted?.reason;
    if (reason === undefined) bad += 1;
    say(`${_type}: ${code} in ${file ?? 'the package'}${line ? `:${line}` : ''}: ${message} ${reason === undefined ? description : `(accepted: ${reason})`}`);
  }
  say(`${errors.length} errors, ${warnings.length} warnings, ${bad} to be mended`);
  return bad > 0 ? 1 : 0;
});
