/** Builds of the extension that tell what its content scripts cost. */

import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

type Browser = 'firefox' | 'chrome';

interface ContentScript {
  js: string[];
  world?: 'MAIN';
}

interface Manifest {
  content_scripts: ContentScript[];
}

export interface Build {
  folder: string;
  remove(): Promise<void>;
}

const nameOf = ({ js }: ContentScript): string => path.basename(js[0]!, '.js');

const changed = async (browser: Browser, change: (manifest: Manifest, folder: string) => Promise<void>): Promise<Build> => {
  const folder = await mkdtemp(path.join(tmpdir(), 'background-fetch-build-'));
  await cp(path.resolve(import.meta.dirname, `../../../.output/${browser}-mv3`), folder, { recursive: true });
  const file = path.join(folder, 'manifest.json');
  const manifest = JSON.parse(await readFile(file, 'utf8')) as Manifest;
  await change(manifest, folder);
  await writeFile(file, JSON.stringify(manifest));
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) };
};

/** Content scripts of no text: what any extension costs that has one in each world of a frame. */
export const emptyBuild = (browser: Browser): Promise<Build> =>
  changed(browser, async ({ content_scripts }, folder) => {
    for (const { js } of content_scripts) await writeFile(path.join(folder, js[0]!), '');
  });

/** The same as it is, with a mark of the frame's performance timeline before and after each script, and two with nothing between. */
export const markedBuild = (browser: Browser): Promise<Build> =>
  changed(browser, async ({ content_scripts }, folder) => {
    const mark = async (name: string, when: 'begin' | 'end'): Promise<string> => {
      const file = `${name}-${when}.js`;
      await writeFile(path.join(folder, file), `performance.mark('${name} ${when}');`);
      return file;
    };
    for (const script of content_scripts) script.js = [await mark(nameOf(script), 'begin'), ...script.js, await mark(nameOf(script), 'end')];
    content_scripts.push({ ...content_scripts.at(-1)!, js: [await mark('nothing', 'begin'), await mark('nothing', 'end')] });
  });
