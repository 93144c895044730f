import { expect, test } from 'vitest';
import { openFirstLine, takeLine } from './first-line';

const counting = () => {
  const names: string[] = [];
  return { names, connect: ({ name }: { name: string }) => names.push(name) };
};

test('a line that was opened is taken once; after it, as without one, each is new', () => {
  const early = counting();
  openFirstLine(early);
  expect(early.names).toEqual(['ui']);
  const late = counting();
  expect([takeLine(late), late.names]).toEqual([1, []]);
  expect([takeLine(late), takeLine(late), late.names]).toEqual([1, 2, ['ui', 'ui']]);
});
