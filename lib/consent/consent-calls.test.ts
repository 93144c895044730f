import { beforeEach, expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { createConsentCalls } from './consent-calls';
import { createConsents } from './consents';

const calls = createConsentCalls(createConsents(fakeBrowser.storage.local as never, async () => 'allow'));
beforeEach(() => fakeBrowser.reset());

test('an answer is kept until it is "allow" again', async () => {
  await calls.setConsent({ origin: 'https://a.example:8443', consent: 'block' });
  expect(await calls.consents(null)).toEqual([{ origin: 'https://a.example:8443', consent: 'block' }]);
  await calls.setConsent({ origin: 'https://a.example:8443', consent: 'allow' });
  expect(await calls.consents(null)).toEqual([]);
});

test.each([
  null,
  {},
  { origin: 'https://a.example' },
  { origin: 'https://a.example', consent: 'granted' },
  { origin: 'https://a.example/', consent: 'ask' },
  { origin: 'a.example', consent: 'ask' },
  { origin: 'data:,', consent: 'ask' },
  { origin: 'null', consent: 'ask' },
])('%j is malformed', async (payload) => {
  await expect(calls.setConsent(payload as never)).rejects.toMatchObject({ code: 'malformed' });
  expect(await calls.consents(null)).toEqual([]);
});
