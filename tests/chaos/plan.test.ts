import { expect, test } from 'vitest';
import { makePlan } from './plan';

const seeds = Array.from({ length: 200 }, (_, index) => index + 1);

test('a seed always makes the same plan, and another one another', () => {
  expect(makePlan(7, 'firefox', null)).toEqual(makePlan(7, 'firefox', null));
  expect(new Set(seeds.map((seed) => JSON.stringify(makePlan(seed, 'firefox', null)))).size).toBe(seeds.length);
});

test('what happens is in order and within the files, which are all there is', () => {
  for (const seed of seeds) {
    const { files, size, steps } = makePlan(seed, 'chromium', null);
    expect(files.reduce((sum, file) => sum + file.size, 0)).toBe(size);
    expect(size).toBeGreaterThanOrEqual(200_000_000);
    expect(size).toBeLessThan(500_010_000);
    expect(steps.map(({ at }) => at)).toEqual(steps.map(({ at }) => at).toSorted((a, b) => a - b));
    for (const { at } of steps) expect(at > 0 && at < size).toBe(true);
  }
});

test('every piece that a browser has is killed by some seed, and no other', () => {
  const killed = (browser: 'firefox' | 'chromium'): string[] =>
    [...new Set(seeds.flatMap((seed) => makePlan(seed, browser, null).steps.flatMap(({ act }) => (act.do === 'kill' ? [act.piece] : []))))].toSorted();
  expect(killed('firefox')).toEqual(['background', 'browser', 'site worker', 'transfer worker']);
  expect(killed('chromium')).toEqual(['background', 'browser', 'offscreen document', 'site worker', 'transfer worker']);
});
