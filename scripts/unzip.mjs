import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * @param {string} archive
 * @param {string} folder where its files go
 */
export async function unzip(archive, folder) {
  // Not there before the packages are.
  const { unzipSync } = await import('fflate');
  for (const [path, bytes] of Object.entries(unzipSync(readFileSync(archive)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), bytes);
  }
}
