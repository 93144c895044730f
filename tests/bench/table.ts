/** Results as Markdown. */

import type { Costs } from './costs.ts';
import type { Times } from './contenders.ts';
import { ratiosOf, spreadOf, type Spread } from './statistics.ts';

export interface Result {
  contender: string;
  /** One a round. */
  times: Times[];
  /** One a round of their own: a look at the memory takes time. */
  costs: Costs[];
}

export interface LoadResults {
  load: string;
  results: Result[];
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: value < 10 ? 2 : 0 });
const shown = ({ median, least, most }: Spread): string => `${number(median)} (${number(least)}–${number(most)})`;

const totals = ({ times }: Result): number[] => times.map(({ total }) => total);

const part = ({ times }: Result, name: 'promise' | 'event' | 'read'): string => {
  const values = times.flatMap(({ [name]: value }) => value ?? []);
  return values.length === 0 ? '' : number(spreadOf(values).median);
};

const cost = ({ costs }: Result, name: keyof Costs, unit: number): string => {
  const values = costs.flatMap(({ [name]: value }) => value ?? []);
  return values.length === 0 ? '' : number(spreadOf(values).median / unit);
};

/** @param baseline name of the contender that the others are multiples of */
export const tableOf = ({ load, results }: LoadResults, baseline: string): string => {
  const base = results.find(({ contender }) => contender === baseline)!;
  const rows = results.map((result) => [
    result.contender,
    shown(spreadOf(totals(result))),
    result === base ? '1' : shown(ratiosOf(totals(result), totals(base))),
    part(result, 'promise'),
    part(result, 'event'),
    part(result, 'read'),
    cost(result, 'memory', 2 ** 20),
    cost(result, 'memoryOfReading', 2 ** 20),
    cost(result, 'cpu', 1),
  ]);
  const head = ['', 'ms (least–most)', `× ${baseline}`, 'to the promise, ms', 'last byte to event, ms', 'event to all read, ms', 'peak while it comes, MiB', 'peak while it is read, MiB', 'processor, s'];
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [`### ${load}`, '', line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line), ''].join('\n');
};
