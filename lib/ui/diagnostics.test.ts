import { expect, test } from 'vitest';
import { testJob, testSettings } from './background.mocks';
import { describeJob } from './describe-job';
import { diagnosticsText } from './diagnostics';
import { testLanguage } from './language.mocks';

const row = describeJob(testJob({ title: 'A secret', origin: 'https://secret.example', result: 'failure', failureReason: 'fetch-error' }), [], null, 0, testLanguage('en'));
const sources = {
  version: '0.1.0',
  userAgent: 'Firefox/153.0',
  locale: 'ru',
  access: true,
  native: false,
  rows: [row],
  settings: testSettings(),
  storage: { usage: 5, quota: 10, sites: [{ origin: 'https://secret.example', bytes: 5 }] },
  log: [{ at: 0, where: 'delivery', text: 'no answer' }],
};

test('a report says what is needed to mend a fault', () => {
  const report = diagnosticsText(sources);
  for (const fact of ['0.1.0', 'Firefox/153.0', '1 finished, 1 of them failed', '5 of 10 bytes, 1 sites', '"keepDays":14', '1970-01-01T00:00:00.000Z delivery: no answer']) expect(report).toContain(fact);
});

test('and neither what was downloaded nor from where', () => {
  expect(diagnosticsText(sources)).not.toMatch(/secret/i);
});

test('what is not known is no reason to report nothing', () => {
  expect(diagnosticsText({ ...sources, settings: null, storage: null, log: [], access: null })).toContain('Storage: not known.');
});
