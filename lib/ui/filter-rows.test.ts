import { expect, test } from 'vitest';
import type { JobView } from '../protocol/ui';
import { testJob } from './background.mocks';
import { describeJob } from './describe-job';
import { filterRows, type Filter } from './filter-rows';
import { testLanguage } from './language.mocks';

const row = (job: string, more: Partial<JobView>) => describeJob(testJob({ job, ...more }), [], null, 0, testLanguage('en'));
const rows = [
  row('running', { title: 'Long Rain' }),
  row('waiting', { title: 'İstanbul haritası', origin: 'https://maps.example', paused: 'user' }),
  row('done', { title: 'Rain, long ago', result: 'success' }),
  row('failed', { title: 'Film', result: 'failure', failureReason: 'fetch-error' }),
  row('cancelled', { title: 'Other film', result: 'failure', failureReason: 'aborted' }),
];

test.each<[Filter, string, string[]]>([
  ['all', '', ['running', 'waiting', 'done', 'failed', 'cancelled']],
  ['running', '', ['running']],
  ['waiting', '', ['waiting']],
  ['finished', '', ['done', 'failed', 'cancelled']],
  ['failed', '', ['failed']],
  ['all', '  rain LONG ', ['running', 'done']],
  ['all', 'podcast.example', ['running', 'done', 'failed', 'cancelled']],
  ['finished', 'rain', ['done']],
  ['all', 'nowhere', []],
])('%s jobs with the words "%s"', (filter, words, found) => {
  expect(filterRows(rows, filter, words, 'en').map(({ job }) => job)).toEqual(found);
});

test('upper and lower case are those of the language', () => {
  expect(filterRows(rows, 'all', 'istanbul', 'tr').map(({ job }) => job)).toEqual(['waiting']);
});
