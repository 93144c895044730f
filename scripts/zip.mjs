/**
 * `npm run zip [-- -b <browser>]`: the packages for the stores, in .output, for Firefox also the sources that its reviewers build from. The same
 * sources make the same bytes, whoever builds them. SHA256SUMS says which.
 */

import { createHash } from 'node:crypto';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { begin, root, run, say } from './setup.mjs';

const BROWSERS = ['firefox', 'chrome', 'edge', 'safari'];

await begin(import.meta.url, (args) => {
  const { browser } = parseArgs({ args, options: { browser: { type: 'string', short: 'b' } } }).values;
  if (browser !== undefined && !BROWSERS.includes(browser)) throw new Error(`--browser must be ${BROWSERS.join(', ')}, not ${browser}`);
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const sums = (browser ? [browser] : BROWSERS).flatMap((target) => {
    const files = [target, ...(target === 'firefox' ? ['sources'] : [])].map((kind) => `${name}-${version}-${kind}.zip`);
    for (const file of files) rmSync(join(root, '.output', file), { force: true });
    run('wxt', ['zip', '-b', target, '--level', 'error']);
    return files.map((file) => `${createHash('sha256').update(readFileSync(join(root, '.output', file))).digest('hex')}  ${file}\n`);
  });
  writeFileSync(join(root, '.output', 'SHA256SUMS'), sums.join(''));
  say(sums.join('').trimEnd());
});
