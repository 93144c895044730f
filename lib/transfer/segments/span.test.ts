import { expect, test } from 'vitest';
import { OpenBody } from './open-body';
import type { JobFolder } from './segment-store';
import { memorySegmentStore } from './segment-store.mocks';
import { createShelf } from './shelf';
import { Span } from './span';

const given = async (more: (folder: JobFolder) => Partial<JobFolder> = () => ({})) => {
  const store = memorySegmentStore();
  const plain = await store.open('job');
  const folder = { ...plain, ...more(plain) };
  const span = new Span(0, [], new OpenBody(folder, (start) => `from-${start}`, { few: 1, most: 9, inlineSize: 100 }));
  return { store, span, shelf: createShelf(plain, 'run', []) };
};

test('what was given up while the shelf had it is not taken back', async () => {
  const { store, span, shelf } = await given();
  const flushed = Promise.withResolvers<void>();
  store.flush = () => flushed.promise;
  await span.append(new Uint8Array([1, 2]), 9);
  const shelving = span.shelve(shelf, 0);
  await Promise.resolve();
  expect(span.takeAll()).toEqual([]);
  flushed.resolve();
  expect(await shelving).toBe(false);
  expect([span.segments, span.length]).toEqual([[], 0]);
});

test('bytes on their way to the shelf stay as they are when their record gives them up and others are held', async () => {
  const { store, span, shelf } = await given();
  // One after the other: the second waits for the first.
  const flushed = Promise.withResolvers<void>();
  store.flush = () => flushed.promise;
  const before = shelf.put([new Uint8Array([7])]);
  await span.append(new Uint8Array([1, 2, 3]), 9);
  const shelving = span.shelve(shelf, 0);
  await new Promise((resolve) => setImmediate(resolve));
  span.takeAll();
  const other = (await given()).span;
  await other.append(new Uint8Array([4, 5, 6]), 9);
  flushed.resolve();
  await Promise.all([before, shelving]);
  expect([...store.files.get('job')!.values()]).toEqual([new Uint8Array([7]), new Uint8Array([1, 2, 3])]);
});

test('what is on its way into a file of its own does not go to the shelf', async () => {
  const made = Promise.withResolvers<void>();
  const { span, shelf } = await given((folder) => ({ create: (name) => made.promise.then(() => folder.create(name)) }));
  await span.append(new Uint8Array([1, 2]), 3);
  const appending = span.append(new Uint8Array([3, 4]), 3);
  await Promise.resolve();
  expect(await span.shelve(shelf, 0)).toBe(false);
  made.resolve();
  await appending;
  expect([span.seal()?.segment, span.length]).toEqual([{ name: 'from-0', size: 4 }, 4]);
});

test('so little as lies in a row does not go to the shelf', async () => {
  const { span, shelf } = await given();
  await span.append(new Uint8Array([1, 2]), 9);
  expect(await span.shelve(shelf, 2)).toBe(false);
  expect(span.seal()?.segment).toMatchObject({ size: 2, bytes: new Uint8Array([1, 2]) });
});
