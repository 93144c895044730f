import { expect, test } from 'vitest';
import { slowDisk } from '../disk.mocks';
import { OutOfSpace } from './segment-store';
import { memorySegmentStore } from './segment-store.mocks';
import { createShelf } from './shelf';

const bytes = (...values: number[]): Uint8Array<ArrayBuffer> => new Uint8Array(values);

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('what comes while one file is brought to the disk shares the next, and is told where it lies when that is there', async () => {
  const store = memorySegmentStore();
  const waiting = slowDisk(store);
  const shelf = createShelf(await store.open('job'), 'run', []);
  const told: string[] = [];
  const put = async (word: string, ...pieces: Uint8Array<ArrayBuffer>[]) => {
    const segment = await shelf.put(pieces);
    told.push(word);
    return segment;
  };
  const first = put('first', bytes(1));
  await turn();
  const others = [put('second', bytes(2, 3), bytes(4)), put('third', bytes(5, 6))];
  await turn();
  expect([told, shelf.waiting, waiting.length]).toEqual([[], 6, 1]);
  waiting[0]!();
  expect(await first).toEqual({ name: 'shelf-0-run', at: 0, size: 1 });
  await turn();
  expect([told, shelf.waiting, waiting.length]).toEqual([['first'], 5, 2]);
  waiting[1]!();
  expect(await Promise.all(others)).toEqual([
    { name: 'shelf-1-run', at: 0, size: 3 },
    { name: 'shelf-1-run', at: 3, size: 2 },
  ]);
  expect(shelf.waiting).toBe(0);
  expect(store.files.get('job')).toEqual(new Map([['shelf-0-run', bytes(1)], ['shelf-1-run', bytes(2, 3, 4, 5, 6)]]));
});

test('what finds no room keeps none of the others from the disk, and leaves nothing there', async () => {
  const store = memorySegmentStore(3);
  const shelf = createShelf(await store.open('job'), 'run', []);
  const [first, large, third] = await Promise.allSettled([shelf.put([bytes(1)]), shelf.put([bytes(2, 3), bytes(4, 5)]), shelf.put([bytes(6)])]);
  expect(first).toMatchObject({ status: 'fulfilled' });
  expect(large).toEqual({ status: 'rejected', reason: expect.any(OutOfSpace) });
  expect(third).toMatchObject({ status: 'fulfilled' });
  expect([...store.files.get('job')!.values()]).toEqual([bytes(1), bytes(6)]);
  expect([store.openFiles.size, shelf.waiting]).toEqual([0, 0]);
});

test('what the disk does not take in the end is gone', async () => {
  const store = memorySegmentStore();
  const error = new Error('EIO');
  store.flush = () => Promise.reject(error);
  const shelf = createShelf(await store.open('job'), 'run', []);
  await expect(shelf.put([bytes(1)])).rejects.toBe(error);
  expect(store.files.get('job')!.size).toBe(0);
});

test('no name of a file that is there is used again', async () => {
  const store = memorySegmentStore();
  const shelf = createShelf(await store.open('job'), 'run', ['shelf-4-other', '17-0-0-0-run', 'shelf-2-run']);
  expect(await shelf.put([bytes(1)])).toMatchObject({ name: 'shelf-5-run' });
});
