/**
 * `npm run check:sources`, after `npm run zip`: does what a reviewer of the Firefox package does. Unpacks the sources elsewhere, runs the two commands
 * of store/reviewers.md there, and compares what comes out with the package, byte for byte.
 */

import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { begin, root, run, say } from './setup.mjs';
import { unzip } from './unzip.mjs';

const sha256 = (file) => createHash('sha256').update(readFileSync(file)).digest('hex');

/** The commands in the reviewers' notes, one a line of their code block. */
function documentedCommands() {
  const [, block] = /```sh\n(.*?)```/s.exec(readFileSync(join(root, 'store', 'reviewers.md'), 'utf8')) ?? [];
  if (block === undefined) throw new Error('store/reviewers.md names no commands');
  return block.trim().split('\n').map((line) => line.split(' '));
}

await begin(import.meta.url, async () => {
  const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const archive = (kind) => join('.output', `${name}-${version}-${kind}.zip`);
  const folder = mkdtempSync(join(tmpdir(), 'sources-'));
  try {
    await unzip(join(root, archive('sources')), folder);
    // A reviewer has none of our tools, and his own Node.
    const PATH = (process.env.PATH ?? '').split(delimiter).filter((place) => !place.startsWith(join(root, 'node_modules'))).join(delimiter);
    for (const [program, ...args] of documentedCommands()) run(program, args, { cwd: folder, env: { ...process.env, PATH } });
    const [shipped, rebuilt] = [root, folder].map((place) => sha256(join(place, archive('firefox'))));
    say(`shipped ${shipped}\nrebuilt ${rebuilt}`);
    return shipped === rebuilt ? 0 : 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
