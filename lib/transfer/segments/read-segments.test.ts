import { expect, test } from 'vitest';
import { readSegments } from './read-segments';

const noRoot = (): Promise<FileSystemDirectoryHandle> => Promise.reject(new Error('asked for'));

test('bytes that lie in the row are read without a look at the disk', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  expect(await readSegments(noRoot, 'job', [{ name: '0-0-0', size: 3, bytes }])).toEqual([bytes]);
});

test('one segment that does not makes it look', async () => {
  const segments = [
    { name: '0-0-0', size: 3, bytes: new Uint8Array([1, 2, 3]) },
    { name: '0-0-1', size: 3 },
  ];
  await expect(readSegments(noRoot, 'job', segments)).rejects.toThrow('asked for');
});
