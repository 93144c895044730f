import type { Driver } from '../fixtures/drivers/driver.ts';
import type { PageResult, SubtestStatus } from './run-page.ts';

/** A subtest that is known not to pass. */
export interface Expectation {
  browsers: Driver['name'][];
  page: string;
  subtest: string;
  status: Exclude<SubtestStatus, 'PASS'>;
  reason: string;
}

export interface Unexpected {
  page: string;
  /** Null: the page as a whole. */
  subtest: string | null;
  what: string;
}

export interface Comparison {
  passed: number;
  /** Every subtest that did not pass, expected or not; a page without results counts as one. */
  failed: number;
  /** Those that failed as they must. */
  known: Expectation[];
  unexpected: Unexpected[];
}

/** What the results of one page are against what is expected of it. */
export const comparePage = (page: string, { status, message, subtests }: PageResult, expectations: readonly Expectation[]): Comparison => {
  const comparison: Comparison = { passed: 0, failed: 0, known: [], unexpected: [] };
  const open = new Map(expectations.filter((expectation) => expectation.page === page).map((expectation) => [expectation.subtest, expectation]));
  for (const { name, status, message } of subtests) {
    if (status === 'PASS') comparison.passed++;
    else comparison.failed++;
    const expected = open.get(name);
    open.delete(name);
    if (expected && status === expected.status) comparison.known.push(expected);
    else if (expected) comparison.unexpected.push({ page, subtest: name, what: `${status}, expected ${expected.status} (${expected.reason})` });
    else if (status !== 'PASS') comparison.unexpected.push({ page, subtest: name, what: `${status}: ${message ?? ''}` });
  }
  // A page that ends too early can be told by its subtests; one that has none, only so.
  const whole = status === 'OK' || (status === 'TIMEOUT' && subtests.some((subtest) => subtest.status === 'TIMEOUT'));
  if (!whole || subtests.length === 0) {
    comparison.unexpected.push({ page, subtest: null, what: `${status}: ${message ?? 'no results'}` });
    if (subtests.length === 0) comparison.failed++;
  } else {
    for (const { subtest, reason } of open.values()) comparison.unexpected.push({ page, subtest, what: `does not exist any more, expected to fail (${reason})` });
  }
  return comparison;
};
