import { expect, test } from 'vitest';
import { fitting, readBodyFrom } from './bodies';
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
  const body = await readBodyFrom(files.open('job'), segments, offset);
  expect(await new Blob(body).text()).toBe(expected);
});

test('segments before the offset need not be there any more', async () => {
  const { files, store } = memoryFiles();
  const gone = { name: 'gone', size: 3 };
  expect(await new Blob(await readBodyFrom(files.open('job'), [gone, store('job', 'b', 'def')], 3)).text()).toBe('def');
  await expect(readBodyFrom(files.open('job'), [gone])).rejects.toMatchObject({ name: 'NotFoundError' });
});

test('a body whose beginning lies in its row is read from any byte on', async () => {
  const { files, store } = memoryFiles();
  const segments = [{ name: '0-0-0', size: 3, bytes: new TextEncoder().encode('abc') }, store('job', '0-0-1', 'def')];
  for (const [offset, expected] of [[0, 'abcdef'], [2, 'cdef'], [3, 'def'], [5, 'f']] as const) {
    expect(await new Blob(await readBodyFrom(files.open('job'), segments, offset)).text()).toBe(expected);
  }
});

test('bytes travel as they are until a message is full; those beyond go by reference, and all are the same bytes', async () => {
  const fit = fitting(10);
  const pieces = ['1234', new Blob(['a file']), '5678', 'xyz', 'z'].map((piece) => (piece instanceof Blob ? piece : new TextEncoder().encode(piece)));
  const fitted = pieces.map(fit);
  expect(fitted.map((piece) => piece instanceof Blob)).toEqual([false, true, false, true, true]);
  expect(fitted[1]).toBe(pieces[1]);
  expect(await new Blob(fitted).text()).toBe('1234a file5678xyzz');
});
