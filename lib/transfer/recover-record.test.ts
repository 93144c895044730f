import { expect, test } from 'vitest';
import { createAccount } from './account';
import { JOB, newRow } from './engine.mocks';
import type { RecordRow } from './record-row';
import { recoverRecord } from './recover-record';
import { parseSegmentName } from './segments/paths';
import { memorySegmentStore } from './segments/segment-store.mocks';

const validators = { etag: '"v1"', lastModified: null, length: 1000 };
const row = (given: Partial<RecordRow> = {}): RecordRow => ({ ...newRow(0), generation: 3, segments: [{ name: '0-3-0-0-run', size: 10 }], validators, ...given });

/** @param files name → bytes, beside the one that the row names; `held` ones belong to a Worker that is only just dying */
const recover = async (of: RecordRow, files: Record<string, number>, held: string[] = []) => {
  const store = memorySegmentStore();
  const all = { '0-3-0-0-run': 10, ...files };
  store.files.set(JOB, new Map(Object.entries(all).map(([name, size]) => [name, new Uint8Array(size)])));
  for (const name of held) store.openFiles.add(name);
  const account = createAccount({ downloaded: 10, uploaded: 0 }, 0, () => {});
  const folder = await store.open(JOB);
  const recovered = await recoverRecord(of, Object.keys(all).filter(parseSegmentName), { folder, account, session: 'run' });
  return { ...recovered, downloaded: account.downloaded, left: await folder.names() };
};

test('files that this run of the browser has left open go on where they were', async () => {
  const { row: found, downloaded, left } = await recover(row(), { '0-3-1-10-run': 5, '0-3-2-800-run': 50, '0-3-3-850-run': 7 });
  expect(found.segments).toEqual([{ name: '0-3-0-0-run', size: 10 }]);
  expect(found.ahead).toEqual([
    { start: 10, segments: [{ name: '0-3-1-10-run', size: 5 }] },
    { start: 800, segments: [{ name: '0-3-2-800-run', size: 50 }] },
    { start: 850, segments: [{ name: '0-3-3-850-run', size: 7 }] },
  ]);
  expect(downloaded).toBe(72);
  expect(left).toHaveLength(4);
});

test.each<[what: string, name: string, given?: Partial<RecordRow>]>([
  ['another run of the browser', '0-3-1-10-other'],
  ['an earlier version, which did not say where it begins', '0-3-1'],
  ['another response', '0-2-1-10-run'],
  ['a response that cannot be gone on with', '0-3-1-10-run', { validators: null }],
])('a file of %s is a left-over', async (_what, name, given) => {
  const { row: found, left, downloaded } = await recover(row(given), { [name]: 5 });
  expect(found.ahead).toEqual([]);
  expect(left).toEqual(['0-3-0-0-run']);
  expect(downloaded).toBe(10);
});

test('bytes that are here already are not taken twice', async () => {
  const ahead = [{ start: 100, segments: [{ name: '0-3-1-100-run', size: 20 }] }];
  const { row: found } = await recover(row({ ahead }), { '0-3-1-100-run': 20, '0-3-2-5-run': 9, '0-3-3-90-run': 11, '0-3-4-119-run': 1, '0-3-5-120-run': 1, '0-3-6-120-run': 4 });
  expect(found.ahead!.map(({ start }) => start)).toEqual([100, 120]);
});

test('what a dying Worker still holds is lost, and no name or generation of it is used again', async () => {
  const { row: found, left, nextNumber, nextGeneration, hadStrays } = await recover(row(), { '0-4-7-10-run': 5, '0-3-1-10-run': 5 }, ['0-4-7-10-run', '0-3-1-10-run']);
  expect(found.ahead).toEqual([]);
  expect(left).toContain('0-4-7-10-run');
  expect({ nextNumber, nextGeneration, hadStrays }).toEqual({ nextNumber: 8, nextGeneration: 5, hadStrays: true });
});

test.each([
  ['there', 25, 15],
  ['cut off', 24, 0],
  ['gone', null, 0],
])('a segment in a file of several records, of which the end is %s', async (_what, fileSize, size) => {
  const of = row({ segments: [{ name: 'shelf-0-run', at: 10, size: 15 }] });
  const { row: found, left } = await recover(of, fileSize === null ? {} : { 'shelf-0-run': fileSize });
  expect(found.segments.reduce((sum, segment) => sum + segment.size, 0)).toBe(size);
  expect(left.includes('shelf-0-run') || fileSize === null, 'others may lie in it').toBe(true);
});
