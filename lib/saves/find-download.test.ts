import { expect, test } from 'vitest';
import type { SaveRow } from '../jobs/save-row';
import { testDownloads } from './downloads.mocks';
import { createFindDownload } from './find-download';

const URL = 'blob:extension/1';
const SINCE = 1_000_000;
const row = (more: Partial<SaveRow> = {}): SaveRow => ({ save: 'mine', download: 7, url: URL, since: SINCE, ...more }) as SaveRow;

/** @param owners rows that have a download already */
const setUp = (owners: Record<number, string> = {}) => {
  const downloads = testDownloads(() => SINCE);
  const ofDownload = async (id: number) => (owners[id] === undefined ? undefined : row({ save: owners[id], download: id }));
  return { downloads, find: createFindDownload({ downloads: downloads.manager, rows: { ofDownload }, extensionId: 'ours' }) };
};

test('the download of that number is it, if it fetches what the row says', async () => {
  const { downloads, find } = setUp();
  const item = downloads.add({ id: 7, url: URL });
  expect(await find(row())).toEqual(item);
});

test('numbers do not last: another’s download of the same number is not taken for it', async () => {
  const { downloads, find } = setUp();
  downloads.add({ id: 7, url: 'https://bank.example/statement.pdf' });
  expect(await find(row())).toBeNull();
  const item = downloads.add({ id: 9, url: URL });
  expect(await find(row())).toEqual(item);
});

test('one that was asked for and never written down is found by what it fetches', async () => {
  const { downloads, find } = setUp();
  const item = downloads.add({ id: 3, url: URL });
  expect(await find(row({ download: null }))).toEqual(item);
});

test.each([
  ['of the person’s own', { byExtensionId: undefined as never }],
  ['of another extension', { byExtensionId: 'theirs' }],
  ['from before the row was', { startTime: new Date(SINCE - 1_001).toISOString() }],
])('a download of the same address %s is not it', async (_, more) => {
  const { downloads, find } = setUp();
  downloads.add({ id: 3, url: URL, ...more });
  expect(await find(row({ download: null }))).toBeNull();
});

test('the download manager’s clock may be cut to seconds', async () => {
  const { downloads, find } = setUp();
  downloads.add({ id: 3, url: URL, startTime: new Date(SINCE - 999).toISOString() });
  expect(await find(row({ download: null }))).not.toBeNull();
});

test('the download of another row is left to it', async () => {
  const { downloads, find } = setUp({ 3: 'theirs', 4: 'mine' });
  downloads.add({ id: 3, url: URL });
  expect(await find(row({ download: null }))).toBeNull();
  const item = downloads.add({ id: 4, url: URL });
  expect(await find(row({ download: null }))).toEqual(item);
});

test('a row that names no address has none, whatever there is', async () => {
  const { downloads, find } = setUp();
  downloads.add({ id: 7, url: '' });
  expect(await find(row({ url: '' }))).toBeNull();
});
