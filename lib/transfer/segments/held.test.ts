import { expect, test } from 'vitest';
import { Held } from './held';

const LIMITS = { few: 4, most: 12 };

/** What was asked for, filled with one number. */
const filled = (length: number, value: number): Uint8Array<ArrayBuffer> => new Uint8Array(length).fill(value);
const all = ({ pieces }: Held): number[] => pieces.flatMap((bytes) => [...bytes]);

test.each([
  ['few, by themselves', [1, 2, 1]],
  ['many at once', [12]],
  ['few, and then many', [2, 2, 5, 3]],
])('%s, come back as they were added, whatever becomes of what they were read into', (_what, lengths) => {
  const held = new Held(LIMITS);
  const expected: number[] = [];
  for (const [value, length] of lengths.entries()) {
    const bytes = filled(length, value);
    held.add(bytes);
    expected.push(...bytes);
    bytes.fill(99);
  }
  expect([all(held), held.size]).toEqual([expected, expected.length]);
});

test('two that are held at a time never share a buffer, recycled ones are used again', () => {
  const first = new Held(LIMITS);
  first.add(filled(6, 1));
  const second = new Held(LIMITS);
  second.add(filled(6, 2));
  expect([all(first), all(second)]).toEqual([Array(6).fill(1), Array(6).fill(2)]);

  const [{ buffer }] = first.pieces as [Uint8Array<ArrayBuffer>];
  first.recycle();
  const third = new Held(LIMITS);
  third.add(filled(6, 3));
  expect(third.pieces[0]!.buffer).toBe(buffer);
  expect([first.size, all(second)]).toEqual([0, Array(6).fill(2)]);
});

test('recycled twice, it gives its buffer to one only', () => {
  const held = new Held(LIMITS);
  held.add(filled(6, 1));
  held.recycle();
  held.recycle();
  const [one, other] = [new Held(LIMITS), new Held(LIMITS)];
  one.add(filled(6, 1));
  other.add(filled(6, 2));
  expect(all(one)).toEqual(Array(6).fill(1));
});
