/** The companion as npm would publish it: exactly these files, and nothing that publint finds fault with. Needs companion/dist. */

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const FILES = ['LICENSE', 'README.md', 'dist/background-fetch-anywhere.js', 'dist/background-fetch-anywhere.mjs', 'index.d.ts', 'package.json'];

await begin(import.meta.url, async () => {
  const { publint } = await import('publint');
  const { formatMessage } = await import('publint/utils');
  const companion = join(root, 'companion');
  const folder = mkdtempSync(join(tmpdir(), 'companion-'));
  try {
    const { stdout, stderr, status } = spawnSync('npm', ['pack', '--json', '--pack-destination', folder], { cwd: companion, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const [{ filename, files }] = JSON.parse(stdout);
    const packed = files.map(({ path }) => path).toSorted();
    if (packed.join() !== FILES.join()) throw new Error(`the package holds ${packed.join(', ')}, not ${FILES.join(', ')}`);
    const tarball = readFileSync(join(folder, filename));
    const { messages } = await publint({ pack: { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.length) }, strict: true });
    const manifest = JSON.parse(readFileSync(join(companion, 'package.json'), 'utf8'));
    for (const message of messages) say(`${message.type}: ${formatMessage(message, manifest)}`);
    say(`${filename}: ${packed.length} files, publint says ${messages.length} things`);
    return messages.length > 0 ? 1 : 0;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
