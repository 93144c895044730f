import { differencesOf, spreadOf, type Spread } from '../statistics.ts';
import { FRAMES, type PageCost, type ScriptTimes, type WorkerCost } from './measure.ts';

/** `cold`: the background was stopped before. */
type WorkerCosts = Record<'cold' | 'plain' | 'mentions', WorkerCost>;

export interface Results {
  browser: string;
  /** The first is the one that the others are compared with. */
  contenders: { name: string; pages: PageCost[]; workers: WorkerCosts[] }[];
  scripts: ScriptTimes[];
  /** So many of the pages started a background that was stopped. */
  wakeUps: number;
}

const number = (value: number): string => value.toLocaleString('en', { maximumFractionDigits: Math.abs(value) < 1 ? 3 : Math.abs(value) < 100 ? 1 : 0 });
const shown = ({ median, least, most }: Spread): string => `${number(median)} (${number(least)}–${number(most)})`;

const table = (title: string, head: string[], rows: string[][]): string => {
  const line = (cells: string[]): string => `| ${cells.join(' | ')} |`;
  return [`### ${title}`, '', line(head), line(head.map((_, column) => (column === 0 ? '---' : '---:'))), ...rows.map(line), ''].join('\n');
};

/** The values of each contender, and how many more than the first's they are in the same round. */
const compared = <Of>(lists: Of[][], valueOf: (of: Of) => number): string[][] => {
  const [base, ...others] = lists.map((list) => list.map(valueOf));
  return [[shown(spreadOf(base!)), ''], ...others.map((values) => [shown(spreadOf(values)), shown(differencesOf(values, base!))])];
};

export const pageTable = ({ browser, contenders, wakeUps, scripts }: Results): string => {
  const pages = contenders.map((contender) => contender.pages);
  const loads = compared(pages, ({ load }) => load);
  const frames = compared(pages, ({ frame }) => frame / 1024);
  return `${table(
    `${browser}: a page of ${FRAMES} frames that uses nothing of it`,
    ['', 'load, ms (least–most)', 'more, ms', 'memory a frame, KiB', 'more, KiB'],
    contenders.map(({ name }, row) => [name, ...loads[row]!, ...frames[row]!]),
  )}\nBackgrounds started by ${scripts.length} such pages: ${wakeUps}.\n`;
};

const NAMES = ['bridge', 'page', 'nothing'] as const;

/** Of each page the middle of its frames, and its first document, whose process may not have the scripts yet. */
export const scriptTable = ({ browser, scripts }: Results): string =>
  table(
    `${browser}: at document_start, between two marks`,
    ['script', 'a frame, ms', 'the first document, ms'],
    NAMES.map((name) => [name, shown(spreadOf(scripts.map((times) => spreadOf(times[name]).median))), shown(spreadOf(scripts.map((times) => times[name][0]!)))]),
  );

export const workerTable = ({ browser, contenders }: Results): string => {
  const workers = contenders.map((contender) => contender.workers);
  const columns = [
    compared(workers, ({ plain }) => plain.register),
    compared(workers, ({ cold }) => cold.register),
    compared(workers, ({ mentions }) => mentions.register),
    compared(workers, ({ plain }) => plain.update),
    compared(workers, ({ mentions }) => mentions.update),
  ];
  return table(
    `${browser}: service workers`,
    ['', 'register, ms', 'more', '… from a stopped background', 'more', '… one that mentions the API', 'more', 'update, ms', 'more', '… that mentions', 'more'],
    contenders.map(({ name }, row) => [name, ...columns.flatMap((cells) => cells[row]!)]),
  );
};
