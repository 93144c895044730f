import { expect, test } from 'vitest';
import { compareOutcomes } from './webidl-compare';

const difference = { drivers: ['firefox'], cases: ['b'], native: 'resolved', ours: 'rejected', reason: 'r' } as const;
const known = { differences: [difference], killers: [{ name: 'k', outcome: 'rejected' }] };
const native = { a: 'resolved', b: 'resolved (notes)' };

test.each([
  { what: 'all as native Chromium has it or as listed', found: { a: 'resolved', b: 'rejected (notes)', k: 'rejected' }, faults: [] },
  { what: 'a difference that is not listed', found: { a: 'rejected', b: 'rejected (notes)', k: 'rejected' }, faults: ['a: rejected; expected: resolved'] },
  { what: 'a listed difference that is gone', found: { a: 'resolved', b: 'resolved (notes)', k: 'rejected' }, faults: ['b: resolved (notes); expected: rejected (notes), as listed'] },
  { what: 'a case that was not run', found: { a: 'resolved', b: 'rejected (notes)' }, faults: ['k: not run; expected: rejected, as listed'] },
])('$what', ({ found, faults }) => {
  expect(compareOutcomes('firefox', native, found, known)).toEqual(faults);
});

test('a difference that native Chromium no longer shows is a fault', () => {
  const others = { ...difference, cases: /^c/ };
  const faults = compareOutcomes('firefox', { a: 'resolved', b: 'threw' }, { a: 'resolved', b: 'threw' }, { differences: [difference, others], killers: [] });
  expect(faults).toEqual(['b: listed with "resolved", but native Chromium has "threw"', '/^c/: listed, but native Chromium never has "resolved"']);
});

test('native Chromium is held to the record, without lists', () => {
  expect(compareOutcomes('native', native, { a: 'resolved', b: 'resolved' }, known)).toEqual(['b: resolved; expected: resolved (notes)']);
});
