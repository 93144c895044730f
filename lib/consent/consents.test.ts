import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Consent } from '../protocol/ui';
import { createConsents } from './consents';

const area = fakeBrowser.storage.local as never;
const create = (byDefault: Consent = 'allow') => createConsents(area, async () => byDefault);
beforeEach(() => fakeBrowser.reset());

test.each([
  ['allow', 'granted'],
  ['ask', 'prompt'],
  ['block', 'denied'],
] as const)('%s is the permission state "%s"', async (consent, state) => {
  const consents = create();
  await consents.set('https://a.example', consent);
  expect(await consents.get('https://a.example')).toBe(consent);
  expect(await consents.permission('https://a.example')).toBe(state);
});

test('a site without an answer gets the default, and another site’s answer is not its own', async () => {
  const consents = create();
  await consents.set('https://a.example', 'block');
  expect(await consents.permission('https://b.example')).toBe('granted');
  expect(await consents.permission('https://a.example:8443')).toBe('granted');
});

test('changes are told, whoever made them; the same answer twice is no change', async () => {
  const consents = create();
  const seen: string[] = [];
  consents.onChange(({ origin, consent }, state) => seen.push(`${origin} ${consent} ${state}`));
  const elsewhere = create();
  await elsewhere.set('https://a.example', 'ask');
  await elsewhere.set('https://a.example', 'ask');
  await elsewhere.set('https://a.example', 'allow');
  await elsewhere.set('https://a.example', 'allow');
  await fakeBrowser.storage.local.set({ other: 1 });
  await vi.waitFor(() => expect(seen).toEqual(['https://a.example ask prompt', 'https://a.example allow granted']));
});

test('a stored value of no known meaning is no answer', async () => {
  await fakeBrowser.storage.local.set({ 'consent:https://a.example': 'perhaps' });
  expect(await create().get('https://a.example')).toBe('allow');
});

test('the list of answers leaves out what everybody may, and what is none', async () => {
  const consents = create();
  await consents.set('https://a.example', 'ask');
  await consents.set('https://b.example', 'allow');
  await consents.set('https://c.example', 'block');
  await fakeBrowser.storage.local.set({ other: 'block', 'consent:https://d.example': 'perhaps' });
  expect(await consents.all()).toEqual([
    { origin: 'https://a.example', consent: 'ask' },
    { origin: 'https://c.example', consent: 'block' },
  ]);
});

test.each([
  ['ask', 'prompt'],
  ['block', 'denied'],
] as const)('where the default is "%s", a site without an answer has "%s", and one that is allowed keeps that answer', async (byDefault, state) => {
  const consents = create(byDefault);
  expect(await consents.permission('https://a.example')).toBe(state);
  await consents.set('https://a.example', 'allow');
  expect(await consents.permission('https://a.example')).toBe('granted');
  expect(await consents.all()).toEqual([{ origin: 'https://a.example', consent: 'allow' }]);
});

test('an answer other than "allow" outlasts a change of the default', async () => {
  await create('ask').set('https://a.example', 'ask');
  expect(await create('allow').get('https://a.example')).toBe('ask');
});
