import { describe, expect, test } from 'vitest';
import type { JobView } from '../protocol/ui';
import { describeJob } from './describe-job';
import { testJob as job, testSave } from './background.mocks';
import { testLanguage } from './language.mocks';

const NOW = new Date(2031, 4, 20, 12, 0).getTime();
const MB = 1_000_000;

const english = testLanguage('en');
const rowOf = (more: Partial<JobView>, speed: number | null = null) => describeJob(job(more), [], speed, NOW, english);
const plain = (facts: string[]): string[] => facts.map((fact) => fact.replace(/\s/gu, ' '));
const finished = { result: 'success', settledAt: NOW - 60_000 } as const;

describe('the bar', () => {
  test.each<[string, Partial<JobView>, ReturnType<typeof rowOf>['progress']]>([
    ['runs to the download total', { downloaded: 30, downloadTotal: 100 }, { value: 30, max: 100 }],
    ['counts both directions', { uploaded: 50, uploadTotal: 50, downloaded: 30, downloadTotal: 100 }, { value: 80, max: 150 }],
    ['never passes its end', { downloaded: 130, downloadTotal: 100 }, { value: 100, max: 100 }],
    ['claims nothing when no total is known', { downloaded: 30 }, 'unknown'],
    ['measures an upload whose answer has no total', { uploaded: 10, uploadTotal: 50 }, { value: 10, max: 50 }],
    ['and claims nothing once that is sent', { uploaded: 50, uploadTotal: 50 }, 'unknown'],
    ['is not there before there is an answer', { downloadTotal: 100, paused: 'consent' }, null],
    ['does not pretend to move while paused', { downloaded: 30, paused: 'user' }, null],
    ['is gone at the end', { ...finished, downloaded: 100, downloadTotal: 100 }, null],
  ])('%s', (_, more, bar) => {
    expect(rowOf(more).progress).toEqual(bar);
  });
});

describe('the facts', () => {
  test.each<[string, Partial<JobView>, number | null, string[]]>([
    ['before the first byte', {}, null, ['Starting…']],
    ['with a total', { downloaded: 30 * MB, downloadTotal: 90 * MB }, null, ['30.0 MB of 90 MB']],
    ['with a speed', { downloaded: 30 * MB, downloadTotal: 90 * MB }, 2 * MB, ['30.0 MB of 90 MB', '2.0 MB/s', '30 sec left']],
    ['with a speed but no total', { downloaded: 30 * MB }, 2 * MB, ['30.0 MB so far', '2.0 MB/s']],
    ['standing still', { downloaded: 30 * MB, downloadTotal: 90 * MB }, 0, ['30.0 MB of 90 MB']],
    ['of several files', { downloaded: 30 * MB, recordCount: 12, recordsDone: 3 }, null, ['30.0 MB so far', '3 of 12 files']],
    ['of an upload', { uploaded: 30 * MB, uploadTotal: 90 * MB }, 2 * MB, ['30.0 MB of 90 MB sent', '2.0 MB/s']],
    ['paused: the last speed is no speed', { downloaded: 30 * MB, downloadTotal: 90 * MB, paused: 'user' }, 2 * MB, ['Paused', '30.0 MB of 90 MB']],
    ['cancelled', { result: 'failure', failureReason: 'aborted', downloaded: 30 * MB }, null, ['Cancelled', '30 MB']],
    ['not begun, waiting for consent', { downloadTotal: 90 * MB, paused: 'consent' }, null, ['90 MB']],
    ['at the end', { ...finished, downloaded: 30 * MB, recordCount: 3 }, null, ['30 MB', '3 files', '11:59 AM']],
  ])('%s', (_, more, speed, facts) => {
    expect(plain(rowOf(more, speed).facts)).toEqual(facts);
  });
});

describe('the note and the section', () => {
  test.each<[string, Partial<JobView>, string, string | null]>([
    ['all is well', {}, 'running', null],
    ['paused by the user, which is no news', { paused: 'user' }, 'waiting', null],
    ['offline', { waiting: { for: 'network' } }, 'waiting', 'Waiting for the internet connection.'],
    ['retry to come', { waiting: { for: 'retry', until: NOW + 11_500, asked: false } }, 'waiting', 'Connection lost. Trying again in 12 seconds.'],
    ['a wait that the server has asked for', { waiting: { for: 'retry', until: NOW + 3_600_000, asked: true } }, 'waiting', 'The server has asked to wait. Trying again in 60 minutes.'],
    ['retry due', { waiting: { for: 'retry', until: NOW - 1, asked: true } }, 'waiting', 'Trying again now…'],
    ['disk full', { waiting: { for: 'space' } }, 'waiting', 'The disk is full. Free some space and it goes on.'],
    ['asking', { paused: 'consent' }, 'waiting', 'Allow podcast.example to download in the background?'],
    ['paused outdoes waiting', { paused: 'user', waiting: { for: 'network' } }, 'waiting', null],
    ['no access to a host', { waiting: { for: 'host-access', origin: 'https://cdn.example' } }, 'waiting', 'Needs access to cdn.example.'],
    ['done', finished, 'finished', null],
    ['done, site not reached', { ...finished, undelivered: true }, 'finished', 'Complete. The site has not picked it up yet.'],
    ['cancelled', { result: 'failure', failureReason: 'aborted' }, 'finished', null],
    ['refused', { result: 'failure', failureReason: 'bad-status' }, 'finished', 'The server refused a file. Try again on the site later.'],
  ])('%s', (_, more, section, note) => {
    const row = rowOf(more);
    expect(row.section).toBe(section);
    expect(row.note?.text ?? null).toBe(note);
  });
});

describe('the buttons', () => {
  test.each<[string, Partial<JobView>, string[]]>([
    ['running', {}, ['Pause: Long Rain', 'Cancel: Long Rain']],
    ['running, with an upload that must not be repeated', { pausable: false }, ['Cancel: Long Rain']],
    ['paused', { paused: 'user' }, ['Resume: Long Rain', 'Cancel: Long Rain']],
    ['asking', { paused: 'consent' }, ['Cancel: Long Rain']],
    ['waiting', { waiting: { for: 'network' } }, ['Retry now: Long Rain', 'Pause: Long Rain', 'Cancel: Long Rain']],
    ['finished', { ...finished, hasData: false }, ['Remove: Long Rain']],
    ['finished, with its bytes still here', finished, ['Save to disk: Long Rain', 'Remove: Long Rain']],
  ])('%s', (_, more, names) => {
    expect(rowOf(more).actions.map(({ name }) => name)).toEqual(names);
  });

  test('pausing and resuming are one place in the row', () => {
    expect(rowOf({}).actions[0]!.place).toBe(rowOf({ paused: 'user' }).actions[0]!.place);
  });
});

test('only a job that asks can be answered, for its site', () => {
  expect(rowOf({ paused: 'user' }).answers).toEqual([]);
  expect(rowOf({ paused: 'consent' }).answers).toEqual([
    { origin: 'https://podcast.example', consent: 'allow', label: 'Allow', name: 'Allow: podcast.example' },
    { origin: 'https://podcast.example', consent: 'block', label: 'Block', name: 'Block: podcast.example' },
  ]);
});

test('a job without a title still has a name', () => {
  expect(rowOf({ title: '\u200B' }).title).toBe('Untitled download');
});

test('Russian has no English left in it', () => {
  const row = describeJob(job({ downloaded: 30 * MB, downloadTotal: 90 * MB, recordCount: 3 }), [], 2 * MB, NOW, testLanguage('ru'));
  // CLDR writes the second of "МБ/c" as a Latin letter.
  expect(plain(row.facts)).toEqual(['30,0 МБ из 90 МБ', '2,0 МБ/c', 'осталось 30 с', '0 из 3 файлов']);
  expect(row.actions.map(({ label }) => label)).toEqual(['Пауза', 'Отменить']);
});

test('access is asked for where it is missing, and not for a job that a person has paused, or that has ended', () => {
  const waiting = { for: 'host-access', origin: 'https://cdn.example:8443' } as const;
  expect(rowOf({ waiting }).access).toEqual({ pattern: 'https://cdn.example/*', label: 'Allow access', name: 'Allow access to cdn.example:8443' });
  expect(rowOf({ waiting, paused: 'user' }).access).toBeNull();
  expect(rowOf({ waiting, ...finished }).access).toBeNull();
});

describe('the icon', () => {
  test.each([
    ['data:image/png;base64,iVBORw0KGgo=', true],
    ['https://podcast.example/icon.png', false],
    ['data:image/svg+xml;base64,PHN2Zz4=', false],
    ['data:image/png;base64,iVBO" onerror="alert(1)', false],
  ])('%s: %s', (icon, shown) => {
    expect(rowOf({ icon }).icon).toBe(shown ? icon : null);
  });
});

describe('a job whose files were given to the download manager', () => {
  const handedOver = job({ result: 'failure', failureReason: 'aborted', settledAt: NOW, hasData: false });
  const direct = { from: 'direct', total: 100, received: 40, resumable: true } as const;

  test('runs where its files run, and its buttons are theirs', () => {
    const row = describeJob(handedOver, [testSave(direct)], null, NOW, english);
    expect([row.section, row.facts, row.note]).toEqual(['running', [], null]);
    expect(row.actions.map(({ name }) => name)).toEqual(['Pause saving: Long Rain', 'Stop saving: Long Rain']);
    expect(describeJob(handedOver, [testSave({ ...direct, state: 'paused' })], null, NOW, english).section).toBe('waiting');
  });

  test('is finished when they are, and can be taken off the list', () => {
    const row = describeJob(handedOver, [testSave({ ...direct, state: 'failed', error: 'network' })], null, NOW, english);
    expect(row.section).toBe('finished');
    expect(row.actions.map(({ label }) => label)).toEqual(['Remove']);
  });
});

test('only what can be repeated without harm may go straight to the disk', () => {
  expect(rowOf({}).direct?.asks).toEqual([{ call: 'saveDirectly', payload: { job: 'a' } }]);
  expect([rowOf({ pausable: false }).direct, rowOf({ paused: 'consent' }).direct, rowOf(finished).direct]).toEqual([null, null, null]);
});
