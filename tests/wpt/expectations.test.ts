import { expect, test } from 'vitest';
import { comparePage, type Expectation } from './expectations';
import type { PageResult } from './run-page';

const PAGE = 'a/b.html';
const expectation: Expectation = { browsers: ['firefox'], page: PAGE, subtest: 'known', status: 'FAIL', reason: 'why' };
const elsewhere: Expectation = { ...expectation, page: 'a/c.html' };

const page = (statuses: Record<string, PageResult['subtests'][0]['status']>, status: PageResult['status'] = 'OK'): PageResult => ({
  status,
  message: null,
  subtests: Object.entries(statuses).map(([name, status]) => ({ name, status, message: 'said so' })),
});

test.each<[string, PageResult, [passed: number, failed: number, known: number], string[]]>([
  ['all pass but the known one', page({ one: 'PASS', known: 'FAIL' }), [1, 1, 1], []],
  ['an unexpected failure', page({ one: 'FAIL', known: 'FAIL' }), [0, 2, 1], ['FAIL: said so']],
  ['an unexpected pass', page({ known: 'PASS' }), [1, 0, 0], ['PASS, expected FAIL (why)']],
  ['another way of failing', page({ known: 'TIMEOUT' }, 'TIMEOUT'), [0, 1, 0], ['TIMEOUT, expected FAIL (why)']],
  ['a known failure that is not there', page({ one: 'PASS' }), [1, 0, 0], ['does not exist any more, expected to fail (why)']],
  ['an error of the harness after its tests', page({ one: 'PASS', known: 'FAIL' }, 'ERROR'), [1, 1, 1], ['ERROR: no results']],
  ['a crash', { ...page({}, 'CRASH'), message: 'gone' }, [0, 1, 0], ['CRASH: gone']],
  ['no subtests at all', page({}), [0, 1, 0], ['OK: no results']],
])('%s', (_, result, [passed, failed, known], unexpected) => {
  const comparison = comparePage(PAGE, result, [expectation, elsewhere]);
  expect([comparison.passed, comparison.failed, comparison.known.length]).toEqual([passed, failed, known]);
  expect(comparison.unexpected.map(({ what }) => what)).toEqual(unexpected);
});

test('a page that timed out is told by the subtest that did', () => {
  const timeout: Expectation = { ...expectation, status: 'TIMEOUT' };
  expect(comparePage(PAGE, page({ one: 'PASS', known: 'TIMEOUT' }, 'TIMEOUT'), [timeout])).toMatchObject({ known: [timeout], unexpected: [] });
  expect(comparePage(PAGE, page({ one: 'PASS', known: 'FAIL' }, 'TIMEOUT'), [expectation]).unexpected).toHaveLength(1);
});
