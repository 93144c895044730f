import { describe, expect, test } from 'vitest';
import type { SaveView } from '../protocol/saves';
import { testSave } from './background.mocks';
import { describeSaves } from './describe-saves';
import { testLanguage } from './language.mocks';

const MB = 1_000_000;
const english = testLanguage('en');
const savingOf = (...saves: Partial<SaveView>[]) => describeSaves(saves.map(testSave), 'Long Rain', english);
const plain = (text: string | undefined): string | undefined => text?.replace(/\s/gu, ' ');

describe('the sentence and the bar', () => {
  test.each<[string, Partial<SaveView>[], string | undefined, unknown]>([
    ['nothing was saved', [], undefined, undefined],
    ['a total', [{ received: 30 * MB, total: 90 * MB }], 'Saving to disk: 30.0 MB of 90 MB', { value: 30 * MB, max: 90 * MB }],
    ['no total', [{ received: 30 * MB }], 'Saving to disk: 30.0 MB', 'unknown'],
    ['files done count along', [{ index: 0, received: 4 * MB, total: 4 * MB, state: 'done' }, { index: 1, received: MB, total: 4 * MB }], 'Saving to disk: 5.0 MB of 8 MB', { value: 5 * MB, max: 8 * MB }],
    ['paused', [{ state: 'paused', received: MB, total: 4 * MB }], 'Saving to disk is paused.', { value: MB, max: 4 * MB }],
    ['one done', [{ state: 'done' }], 'Saved as long-rain.mp3', null],
    ['a name that turns its direction is shown without that', [{ state: 'done', filename: 'a\u202Egpj.exe' }], 'Saved as a gpj.exe', null],
    ['many done', [{ index: 0, state: 'done' }, { index: 1, state: 'done' }], '2 files saved to disk', null],
    ['stopped by the person', [{ state: 'cancelled' }], undefined, undefined],
    ['a file saved again counts once, as it stands now', [{ state: 'failed', error: 'network' }, { state: 'done' }], 'Saved as long-rain.mp3', null],
  ])('%s', (_, saves, sentence, bar) => {
    const saving = savingOf(...saves);
    expect(plain(saving?.text)).toBe(sentence);
    expect(saving?.progress).toEqual(bar);
  });
});

test.each<[NonNullable<SaveView['error']>, string]>([
  ['disk-full', 'The disk is full. Free some space, then save again.'],
  ['no-permission', 'The browser may not write there. Choose another download folder in its settings.'],
  ['network', 'The connection was lost while saving. Try again.'],
  ['server', 'The server refused the file. Try again on the site later.'],
  ['gone', 'The file is no longer there.'],
  ['other', 'The file could not be saved. Try again.'],
])('a failure by "%s" says what to do', (error, sentence) => {
  expect(savingOf({ state: 'failed', error })).toMatchObject({ tone: 'error', text: sentence });
});

test('buttons ask for all files they stand for', () => {
  const two = [{ save: 'one', index: 0 }, { save: 'two', index: 1, resumable: true }];
  expect(savingOf(...two)!.actions.map(({ asks }) => asks)).toEqual([
    [{ call: 'pauseSave', payload: { save: 'two' } }],
    [{ call: 'cancelSave', payload: { save: 'one' } }, { call: 'cancelSave', payload: { save: 'two' } }],
  ]);
  expect(savingOf({ state: 'paused' })!.actions.map(({ label }) => label)).toEqual(['Resume saving', 'Stop saving']);
  expect(savingOf({ state: 'done' })!.actions.map(({ name }) => name)).toEqual(['Show in folder: Long Rain']);
});
