import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Alias } from './server.ts';

const DIST = path.resolve(import.meta.dirname, '../../companion/dist');
const FILE = '/background-fetch-anywhere.js';
const LINE = `importScripts('${FILE}');\n`;

/**
 * Where no extension may change service workers (Chromium), their authors add the companion's line: here, to copies of the tests' workers, and to
 * testharness.js for those workers that the checkout's server makes up, which import it first. Nothing else differs.
 */
export const addCompanion = async (checkout: string): Promise<{ aliases: Alias[]; close(): Promise<void> }> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'wpt-companion-'));
  const workers = path.join(folder, 'service_workers');
  await cp(path.join(checkout, 'background-fetch/service_workers'), workers, { recursive: true });
  for (const name of await readdir(workers)) {
    const file = path.join(workers, name);
    if (/^sw.*\.js$/.test(name) && name !== 'sw-helpers.js') await writeFile(file, LINE + (await readFile(file, 'utf8')));
  }
  const harness = await readFile(path.join(checkout, 'resources/testharness.js'), 'utf8');
  await writeFile(path.join(folder, 'testharness.js'), `if (self.importScripts) ${LINE}${harness}`);
  return {
    aliases: [
      { url: FILE, folder: DIST },
      { url: '/background-fetch/service_workers/', folder: workers },
      { url: '/resources/testharness.js', folder },
    ],
    close: () => rm(folder, { recursive: true, force: true }),
  };
};
