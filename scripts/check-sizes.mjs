/** What every page, every touched service worker and every opening of the popup must load, gzipped, against its budget. Needs the builds. */

import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { begin, root, say } from './setup.mjs';

const kB = 1000;
const gzipped = (file) => gzipSync(readFileSync(file), { level: 9 }).length;

/** A page, the files it names, and what those import. */
function loadedBy(page, seen = new Set([page])) {
  for (const [, reference] of readFileSync(page, 'utf8').matchAll(/(?:src|href|from|import)\s*[=(]?\s*["']((?:\.?\.)?\/[^"']+\.(?:js|css))["']/g)) {
    const target = reference.startsWith('/') ? join(page.slice(0, page.indexOf('-mv3') + 4), reference) : join(page, '..', reference);
    if (seen.has(target)) continue;
    seen.add(target);
    loadedBy(target, seen);
  }
  return [...seen];
}

const BUDGETS = [
  { what: 'page and bridge scripts', limit: 12 * kB, files: (output) => ['page', 'bridge'].map((name) => join(output, `content-scripts/${name}.js`)) },
  { what: 'injected service-worker text', limit: 12 * kB, files: (output) => globSync('service-worker.js', { cwd: output }).map((file) => join(output, file)) },
  { what: 'popup', limit: 40 * kB, files: (output) => loadedBy(join(output, 'popup.html')) },
];

const COMPANION = { what: 'companion', limit: 12 * kB, files: ['companion/dist/background-fetch-anywhere.js'] };

await begin(import.meta.url, () => {
  let over = 0;
  const weigh = (where, { what, limit }, found) => {
    const size = found.reduce((sum, file) => sum + gzipped(file), 0);
    const fits = found.length > 0 && size <= limit;
    if (!fits) over += 1;
    say(`${fits ? 'ok  ' : 'OVER'}  ${(size / kB).toFixed(1).padStart(5)} of ${limit / kB} kB  ${what} (${where}, ${found.length} files)`);
  };
  for (const target of ['firefox-mv3', 'chrome-mv3']) {
    if (!existsSync(join(root, '.output', target))) throw new Error(`.output/${target} is not built`);
    for (const budget of BUDGETS) {
      const found = budget.files(join(root, '.output', target));
      // Chromium never gets the injected text.
      if (found.length > 0 || target !== 'chrome-mv3') weigh(target, budget, found);
    }
  }
  weigh('npm', COMPANION, COMPANION.files.map((file) => join(root, file)));
  return over > 0 ? 1 : 0;
});
