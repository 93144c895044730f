/** `npm test [-- <step> …]`: everything that must hold, on a fresh machine too. Every step runs even when an earlier one failed, unless it needs it. */

import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { begin, root, say } from './setup.mjs';

const artifacts = join(root, '.artifacts');
const report = (name) => join(artifacts, `${name}.json`);

/** A check that passes or fails as one. */
const check = (name, command, needs = []) => ({ name, command, needs, count: (ok) => (ok ? [1, 0] : [0, 1]) });

/**
 * A step that counts its own tests in a JSON report. A report that is missing, or clean although the step failed, is one failure more.
 * @param {(report: any) => [passed: number, failed: number]} read
 */
const suite = (name, command, read, needs = []) => ({
  name,
  command,
  needs,
  count: (ok) => {
    try {
      const [passed, failed] = read(JSON.parse(readFileSync(report(name), 'utf8')));
      return [passed, ok ? failed : Math.max(failed, 1)];
    } catch {
      return [0, 1];
    }
  },
});

const STEPS = [
  check('prepare', ['wxt', 'prepare']),
  check('types', ['node', 'scripts/types.mjs'], ['prepare']),
  check('lint', ['oxlint', '--type-aware', '--deny-warnings'], ['prepare']),
  check('dead-code', ['knip']),
  suite('unit', ['vitest', 'run', '--reporter=dot', '--reporter=json', `--outputFile.json=${report('unit')}`], (r) => [r.numPassedTests, r.numFailedTests], ['prepare']),
  check('build-companion', ['node', 'scripts/build-companion.mjs']),
  check('companion', ['node', 'scripts/check-companion.mjs'], ['build-companion']),
  check('build-firefox', ['wxt', 'build', '-b', 'firefox', '--level', 'warn']),
  check('build-chrome', ['wxt', 'build', '-b', 'chrome', '--level', 'warn']),
  check('build-edge', ['wxt', 'build', '-b', 'edge', '--level', 'warn']),
  check('build-safari', ['wxt', 'build', '-b', 'safari', '--level', 'warn']),
  check('sizes', ['node', 'scripts/check-sizes.mjs'], ['build-firefox', 'build-chrome', 'build-companion']),
  check('manifests', ['node', 'scripts/check-manifests.mjs'], ['build-firefox', 'build-chrome', 'build-edge', 'build-safari']),
  check('zip', ['node', 'scripts/zip.mjs']),
  check('sources', ['node', 'scripts/check-sources.mjs'], ['zip']),
  check('packages', ['node', 'scripts/check-packages.mjs'], ['zip', 'build-companion']),
  check('addon', ['node', 'scripts/check-addon.mjs'], ['build-firefox']),
  check('page-cost', ['node', 'tests/bench/page/run.ts', '--quick'], ['build-firefox', 'build-chrome']),
  check('differential', ['node', 'tests/differential/run.ts', '--short']),
  check('chaos', ['node', 'tests/chaos/run.ts', '--runs', '3', '--size', '100'], ['build-firefox', 'build-chrome', 'build-companion']),
  suite(
    'e2e',
    ['playwright', 'test', '--reporter=list,json'],
    ({ stats }) => [stats.expected, stats.unexpected + stats.flaky],
    ['build-firefox', 'build-chrome', 'build-companion'],
  ),
];

const environment = { ...process.env, CI: '1', WXT_SKIP_UPDATE_CHECK: '1', PLAYWRIGHT_JSON_OUTPUT_FILE: report('e2e') };

/** @param {number} since */
const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`;

await begin(
  import.meta.url,
  (chosen) => {
    const unknown = chosen.filter((name) => !STEPS.some((step) => step.name === name));
    if (unknown.length > 0) throw new Error(`no step named ${unknown.join(', ')}; there are ${STEPS.map(({ name }) => name).join(', ')}`);
    mkdirSync(artifacts, { recursive: true });

    const began = Date.now();
    const failedSteps = new Set();
    let passed = 0;
    let failed = 0;
    for (const { name, command, needs, count } of STEPS) {
      if (chosen.length > 0 && !chosen.includes(name)) continue;
      const missing = needs.filter((need) => failedSteps.has(need));
      const since = Date.now();
      let counted = /** @type {[number, number]} */ ([0, 1]);
      if (missing.length === 0) {
        say(`\n── ${name}`);
        rmSync(report(name), { force: true });
        const [program, ...args] = command;
        const { status } = spawnSync(program, args, { cwd: root, stdio: 'inherit', env: { ...environment, PATH: process.env.PATH } });
        counted = count(status === 0);
      }
      passed += counted[0];
      failed += counted[1];
      if (counted[1] > 0) failedSteps.add(name);
      const verdict = missing.length > 0 ? `not run, needs ${missing.join(', ')}` : counted[1] > 0 ? `${counted[1]} FAILED` : 'ok';
      say(`── ${name}: ${verdict}, ${seconds(since)}`);
    }

    if (failed > 0) say(`\nFailed: ${[...failedSteps].join(', ')}`);
    say(`\n${passed} passed, ${failed} failed (${seconds(began)})`);
    return failed > 0 ? 1 : 0;
  },
  () => ['firefox', 'chromium'],
);
