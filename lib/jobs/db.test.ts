import { afterEach, expect, test, vi } from 'vitest';
import { atomically, atomicallyIfRoom, jobsDatabase } from './db';

const full = (): never => {
  throw new DOMException('', 'QuotaExceededError');
};
const files = new Set<string>();
const root = { removeEntry: async (name: string) => void files.delete(name) };

vi.stubGlobal('navigator', { storage: { getDirectory: async () => root } });
afterEach(() => files.clear());

test('what must come to its end does so in the room that was kept for it', async () => {
  const db = await jobsDatabase('full')();
  files.add('reserve');
  await expect(atomically(db, ['jobs'], 'relaxed', async () => (files.has('reserve') ? full() : 'written'))).resolves.toBe('written');
});

test('where that is not enough it fails, and nothing is tried for ever', async () => {
  const db = await jobsDatabase('fuller')();
  const work = vi.fn<() => Promise<never>>(async () => full());
  await expect(atomically(db, ['jobs'], 'relaxed', work)).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect(work).toHaveBeenCalledTimes(2);
});

test('what may be refused takes none of that room', async () => {
  const db = await jobsDatabase('refused')();
  files.add('reserve');
  await expect(atomicallyIfRoom(db, ['jobs'], 'relaxed', async () => full())).rejects.toMatchObject({ name: 'QuotaExceededError' });
  expect([...files]).toEqual(['reserve']);
});

test('another error is no reason to give it up', async () => {
  const db = await jobsDatabase('other')();
  files.add('reserve');
  await expect(atomically(db, ['jobs'], 'relaxed', async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
  expect([...files]).toEqual(['reserve']);
});
