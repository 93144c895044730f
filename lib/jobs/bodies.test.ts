import { expect, test } from 'vitest';
import { readBodyFrom } from './bodies';
import { memoryFiles } from './fixtures';

test.each([
  [0, 'abcdefghi'],
  [2, 'cdefghi'],
  [3, 'defghi'],
  [4, 'efghi'],
  [8, 'i'],
  [9, ''],
  [20, ''],
])('the body from byte %i on is "%s"', async (offset, expected) => {
  const { files, store } = memoryFiles();
  const segments = [store('job', '0-0-0', 'abc'), store('job', '0-0-1', 'def'), store('job', '0-0-2', 'ghi')];
  const body = await readBodyFrom(files, 'job', segments, offset);
  expect(await new Blob(body).text()).toBe(expected);
});

test('segments before the offset need not be there any more', async () => {
  const { files, store } = memoryFiles();
  const gone = { name: 'gone', size: 3 };
  expect(await new Blob(await readBodyFrom(files, 'job', [gone, store('job', 'b', 'def')], 3)).text()).toBe('def');
  await expect(readBodyFrom(files, 'job', [gone])).rejects.toMatchObject({ name: 'NotFoundError' });
});
