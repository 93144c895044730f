import { expect, test } from 'vitest';
import type { RecordView } from '../protocol/manager';
import { testRecord, testSave } from './background.mocks';
import { describeFile } from './describe-file';
import { testLanguage } from './language.mocks';

const english = testLanguage('en');
const lineOf = (more: Partial<RecordView>, job = { active: true, savable: false }) => describeFile(testRecord(more), [], job, english);
const running = { result: '', downloaded: 1_000_000, total: 4_000_000 } as const;

test.each<[string, Partial<RecordView>, string, string]>([
  ['complete', {}, 'plain', 'Complete'],
  ['running', running, 'plain', 'Downloading'],
  ['not begun', { result: '', downloaded: 0 }, 'plain', 'Waiting'],
  ['failing', { result: '', attempts: 3 }, 'warning', 'Trying again after 3 failures'],
  ['refused', { result: 'bad-status', status: 404 }, 'error', 'Refused by the server'],
  ['not to be had', { result: 'fetch-error' }, 'error', 'Could not be fetched'],
  ['no room', { result: 'quota-exceeded' }, 'error', 'No space on the disk'],
  ['too large', { result: 'download-total-exceeded' }, 'error', 'Larger than announced'],
  ['aborted', { result: 'aborted' }, 'plain', 'Cancelled'],
])('a file that is %s', (_, more, tone, text) => {
  expect(lineOf(more).state).toEqual({ tone, text });
});

test('a file that has not ended stands still with its job', () => {
  expect(lineOf(running, { active: false, savable: false })).toMatchObject({ state: { text: 'Waiting' }, progress: null });
});

test.each([
  ['https://a.example/files/long%20rain.mp3?key=1', 'long rain.mp3'],
  ['https://a.example/files/', 'files'],
  ['https://a.example/', 'a.example'],
  ['https://a.example/%E0%A4%A', '%E0%A4%A'],
  ['https://a.example/%E2%80%AEgpj.exe', 'gpj.exe'],
])('%s is called "%s"', (url, name) => {
  expect(lineOf({ url })).toMatchObject({ name, url });
});

test('what was asked and answered stands together', () => {
  expect(lineOf({}).answer).toBe('GET · 200 · audio/mpeg');
  expect(lineOf({ status: null, contentType: '' }).answer).toBe('GET');
});

test('only a whole file whose bytes are still here can be saved, by its index', () => {
  const here = { active: false, savable: true };
  expect(lineOf({ index: 4 }, here).save!.asks).toEqual([{ call: 'save', payload: { job: 'a', index: 4 } }]);
  expect(lineOf({}).save).toBeNull();
  expect(lineOf({ result: 'bad-status' }, here).save).toBeNull();
});

test('a file knows of its own saves only', () => {
  const saves = [testSave({ index: 1, state: 'done', filename: 'other.mp3' })];
  const job = { active: false, savable: true };
  expect(describeFile(testRecord({ index: 0 }), saves, job, english).saving).toBeNull();
  expect(describeFile(testRecord({ index: 1 }), saves, job, english).saving!.text).toBe('Saved as other.mp3');
});
