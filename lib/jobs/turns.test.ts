import { expect, test } from 'vitest';
import { createTurns } from './turns';

test('work of one site is done in order, one at a time; that of another does not wait; what fails holds nobody up', async () => {
  const turns = createTurns();
  const begun: string[] = [];
  const held = Promise.withResolvers<void>();
  const first = turns('a', async () => {
    begun.push('a1');
    await held.promise;
    throw new Error('a1 failed');
  });
  const second = turns('a', async () => void begun.push('a2'));
  expect(await turns('b', async () => begun.push('b'))).toBe(2);
  expect(begun).toEqual(['a1', 'b']);
  held.resolve();
  await expect(first).rejects.toThrow('a1 failed');
  await second;
  expect(begun).toEqual(['a1', 'b', 'a2']);
});
