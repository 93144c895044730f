import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';

/** One page of tests, as the checkout's server makes it out of a file. */
export interface TestPage {
  /** From the server's root, without a leading slash: `background-fetch/fetch.https.window.html`. */
  name: string;
  /** `META: timeout=long`. */
  long: boolean;
}

/** https://web-platform-tests.org/writing-tests/testharness.html#multi-global-tests */
const GLOBALS: Record<string, string[]> = {
  window: ['html'],
  dedicatedworker: ['worker.html'],
  sharedworker: ['sharedworker.html'],
  serviceworker: ['serviceworker.html'],
  worker: ['worker.html', 'sharedworker.html', 'serviceworker.html'],
};

const metaOf = (source: string, key: string): string | undefined => new RegExp(`^// META: ${key}=(.*)$`, 'm').exec(source)?.[1];

/** The pages that a file of this name and text stands for; none when it is no test. */
export const pagesOf = (file: string, source: string): TestPage[] => {
  const stem = file.replace(/\.(window|any|worker)\.js$/, '.$1');
  if (stem === file) return file.endsWith('.html') && source.includes('/resources/testharness.js') ? [{ name: file, long: /name="?timeout"? content="?long/.test(source) }] : [];
  const long = metaOf(source, 'timeout') === 'long';
  const globals = (metaOf(source, 'global') ?? 'window,dedicatedworker').split(',').map((name) => name.trim());
  const endings = stem.endsWith('.any') ? globals.flatMap((name) => GLOBALS[name] ?? []) : ['html'];
  return [...new Set(endings)].map((ending) => ({ name: `${stem}.${ending}`, long }));
};

/** All pages of one folder of the checkout; the folders in it hold what they need. */
export const listPages = async (checkout: string, folder: string): Promise<TestPage[]> => {
  const files = (await readdir(path.join(checkout, folder), { withFileTypes: true })).filter((entry) => entry.isFile()).map(({ name }) => name);
  const pages = await Promise.all(files.sort().map(async (file) => pagesOf(`${folder}/${file}`, await readFile(path.join(checkout, folder, file), 'utf8'))));
  return pages.flat();
};
