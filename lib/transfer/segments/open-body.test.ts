import { expect, test } from 'vitest';
import { OpenBody } from './open-body';
import { OutOfSpace } from './segment-store';
import { memorySegmentStore } from './segment-store.mocks';

const LIMITS = { few: 1, most: 3, inlineSize: 100 };

test('held bytes are not sealed into the row while the file that is named after them is being made', async () => {
  const store = memorySegmentStore();
  const folder = await store.open('job');
  const made = Promise.withResolvers<void>();
  const body = new OpenBody({ ...folder, create: async (name) => made.promise.then(() => folder.create(name)) }, (start) => `from-${start}`, LIMITS);
  await body.append(new Uint8Array([1, 2]), 0, 3);
  const appending = body.append(new Uint8Array([3, 4]), 0, 3);
  expect(body.seal()).toBeNull();
  made.resolve();
  await appending;
  expect(body.seal()?.segment).toEqual({ name: 'from-0', size: 4 });
  expect(store.files.get('job')!.get('from-0')).toEqual(new Uint8Array([1, 2, 3, 4]));
});

test('what was held back stays, in nobody’s way, where a file for it finds no room', async () => {
  const store = memorySegmentStore(1);
  const body = new OpenBody(await store.open('job'), (start) => `from-${start}`, LIMITS);
  await body.append(new Uint8Array([1, 2]), 0, 3);
  await expect(body.append(new Uint8Array([3, 4]), 0, 3)).rejects.toThrow(OutOfSpace);
  expect([body.length, store.files.get('job')!.size, store.openFiles.size]).toEqual([2, 0, 0]);
  store.room = Infinity;
  await body.append(new Uint8Array([3, 4]), 0, 3);
  expect(body.seal()?.segment).toEqual({ name: 'from-0', size: 4 });
  expect(store.files.get('job')!.get('from-0')).toEqual(new Uint8Array([1, 2, 3, 4]));
});
