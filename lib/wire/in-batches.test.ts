import { expect, test } from 'vitest';
import { inBatches } from './in-batches';

/** Work that goes on when it is told to, and fails for any batch with an item of zero. */
const recorder = () => {
  const batches: number[][] = [];
  const gates: (() => void)[] = [];
  const double = inBatches(async (items: number[]) => {
    batches.push(items);
    await new Promise<void>((resolve) => gates.push(resolve));
    if (items.includes(0)) throw new Error('zero');
    return items.map((item) => 2 * item);
  });
  const open = async (): Promise<void> => {
    await expect.poll(() => gates.length).toBeGreaterThan(0);
    gates.shift()!();
  };
  return { batches, double, open };
};

test('what is asked for while a batch is under way goes together with the next, and each has its own answer', async () => {
  const { batches, double, open } = recorder();
  const first = double(1);
  await expect.poll(() => batches.length).toBe(1);
  const others = [double(2), double(3), double(4)];
  await open();
  expect(await first).toBe(2);
  await open();
  expect(await Promise.all(others)).toEqual([4, 6, 8]);
  expect(batches).toEqual([[1], [2, 3, 4]]);
});

test('an item that cannot be done fails alone', async () => {
  const { batches, double, open } = recorder();
  const asked = [double(1), double(0), double(3)];
  const outcomes = Promise.allSettled(asked);
  for (let gate = 0; gate < 4; gate++) await open();
  expect(await outcomes).toEqual([
    { status: 'fulfilled', value: 2 },
    { status: 'rejected', reason: new Error('zero') },
    { status: 'fulfilled', value: 6 },
  ]);
  expect(batches).toEqual([[1, 0, 3], [1], [0], [3]]);
});

test('after a rest it goes on', async () => {
  const { double, open } = recorder();
  const first = double(1);
  await open();
  await first;
  const second = double(2);
  await open();
  expect(await second).toBe(4);
});
