import { existsSync } from 'node:fs';
import path from 'node:path';

/** What a person needs who has no checkout yet. The commit is the one that expectations.json was written for. */
const HOW_TO_GET_ONE = `A checkout of web-platform-tests is needed (these folders: 60 MB), and Python 3 for its server:

  git init wpt && cd wpt
  git remote add origin https://github.com/web-platform-tests/wpt
  git fetch --depth 1 --filter=blob:none origin 0ab2cdbeb7d4166b14670cc7caabab45847bdaab
  git sparse-checkout set background-fetch common docs interfaces resources service-workers/service-worker/resources tools
  git checkout FETCH_HEAD

Then: npm run wpt -- <path of it> [part of a test's name …] [--browser firefox|chromium|native]`;

const NEEDED = ['wpt', 'background-fetch', 'common', 'docs', 'interfaces', 'resources/testharness.js', 'service-workers/service-worker/resources', 'tools/serve', 'tools/certs'];

/** @throws {Error} that says what is missing and how to get it */
export const requireCheckout = (folder: string | undefined): string => {
  if (folder === undefined) throw new Error(HOW_TO_GET_ONE);
  const missing = NEEDED.filter((name) => !existsSync(path.join(folder, name)));
  if (missing.length > 0) throw new Error(`${folder} is no whole checkout, it has no ${missing.join(', no ')}.\n\n${HOW_TO_GET_ONE}`);
  return path.resolve(folder);
};
