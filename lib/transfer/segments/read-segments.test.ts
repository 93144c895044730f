import { expect, test } from 'vitest';
import { segmentReader } from './read-segments';

const noRoot = (): Promise<FileSystemDirectoryHandle> => Promise.reject(new Error('asked for'));

/** One folder with these files, and what it was asked for. */
const rootWith = (files: Record<string, string>) => {
  const asked: string[] = [];
  const folder = {
    getDirectoryHandle: async (name: string) => (asked.push(name), folder),
    getFileHandle: async (name: string) => {
      asked.push(name);
      const text = files[name];
      if (text === undefined) throw new DOMException(name, 'NotFoundError');
      return { getFile: async () => new File([text], name) };
    },
  };
  return { root: async () => folder as unknown as FileSystemDirectoryHandle, asked };
};
const text = async (pieces: BlobPart[]): Promise<string> => new Blob(pieces).text();

test('bytes that lie in the row are read without a look at the disk', async () => {
  const bytes = new Uint8Array([1, 2, 3]);
  expect(await segmentReader(noRoot, 'job')([{ name: '0-0-0', size: 3, bytes }])).toEqual([bytes]);
});

test('one segment that does not makes it look', async () => {
  const segments = [
    { name: '0-0-0', size: 3, bytes: new Uint8Array([1, 2, 3]) },
    { name: '0-0-1', size: 3 },
  ];
  await expect(segmentReader(noRoot, 'job')(segments)).rejects.toThrow('asked for');
});

test('records that share a file have each its own bytes of it, and it is opened once', async () => {
  const { root, asked } = rootWith({ 'shelf-0-run': 'abcdef', '2-0-0': 'ghi' });
  const read = segmentReader(root, 'job');
  const bodies = await Promise.all([
    read([{ name: 'shelf-0-run', at: 0, size: 2 }]),
    read([{ name: 'shelf-0-run', at: 2, size: 4 }]),
    read([{ name: '2-0-0', size: 3 }]),
  ]);
  expect(await Promise.all(bodies.map(text))).toEqual(['ab', 'cdef', 'ghi']);
  expect(asked).toEqual(['jobs', 'job', 'shelf-0-run', '2-0-0']);
});

test('a file that is missing or too short fails those that lie in it, and no other', async () => {
  const { root } = rootWith({ 'shelf-0-run': 'abc' });
  const read = segmentReader(root, 'job');
  const bodies = await Promise.allSettled([
    read([{ name: 'gone', size: 2 }]),
    read([{ name: 'shelf-0-run', at: 2, size: 4 }]),
    read([{ name: 'shelf-0-run', at: 0, size: 2 }]),
  ]);
  expect(bodies.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
});
