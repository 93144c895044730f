import type { Driver } from '../fixtures/drivers/driver';
import { differences, killers, type OutcomeDifference } from './webidl-differences';

/** What came of each case, by its name. */
export type Outcomes = Record<string, string>;

interface Known {
  differences: readonly OutcomeDifference[];
  killers: readonly { name: string; outcome: string }[];
}

/** One sentence for everything that is neither as native Chromium has it nor as it is listed; a listed difference that is gone counts too. */
export const compareOutcomes = (driver: Driver['name'], native: Outcomes, found: Outcomes, known: Known = { differences, killers }): string[] => {
  const expected: Outcomes = { ...native };
  const faults: string[] = [];
  const apply = ({ cases, native, ours }: OutcomeDifference): void => {
    const listed = cases instanceof RegExp ? Object.keys(expected).filter((name) => cases.test(name) && expected[name]!.includes(native)) : cases;
    if (listed.length === 0) faults.push(`${String(cases)}: listed, but native Chromium never has "${native}"`);
    for (const name of listed) {
      const outcome = expected[name];
      if (outcome?.includes(native)) expected[name] = outcome.replace(native, () => ours);
      else faults.push(`${name}: listed with "${native}", but native Chromium has "${outcome ?? 'no such case'}"`);
    }
  };
  if (driver !== 'native') {
    known.differences.filter(({ drivers }) => drivers.includes(driver)).forEach(apply);
    for (const { name, outcome } of known.killers) expected[name] = outcome;
  }
  for (const name of new Set([...Object.keys(expected), ...Object.keys(found)])) {
    const [want, have] = [expected[name] ?? 'no such case', found[name] ?? 'not run'];
    if (have !== want) faults.push(`${name}: ${have}; expected: ${want}${want === native[name] ? '' : ', as listed'}`);
  }
  return faults;
};
