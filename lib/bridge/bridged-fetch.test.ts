import { expect, test } from 'vitest';
import type { FetchArguments } from '../protocol/site';
import { bridgedFetch, type CallingPage } from './bridged-fetch';

const SCOPE = 'https://site.test/app/';
const registration = { scope: SCOPE, active: { scriptURL: 'https://site.test/sw.js' } };
const containerWith = (found: object | undefined): ServiceWorkerContainer => ({ getRegistration: async () => found, getRegistrations: async () => [] }) as never;
const page = (allowed: boolean): CallingPage => ({
  url: 'https://site.test/app/page',
  referrerPolicy: 'origin',
  origin: 'https://site.test',
  ask: async (urls) => urls.map(() => allowed),
});
const args = { scope: SCOPE, id: 'a', requests: [{ url: 'https://cdn.test/f' }] } as FetchArguments;

test('a page is told with its worker, its URL and its policy', async () => {
  expect(await bridgedFetch(args, page(true), containerWith(registration))).toEqual({
    ...args,
    scriptURL: 'https://site.test/sw.js',
    clientURL: 'https://site.test/app/page',
    clientReferrerPolicy: 'origin',
    connectsAnywhere: true,
    job: expect.stringMatching(/^[\da-f-]{36}$/),
  });
});

test('every call of a page begins a job of its own, whatever it says of itself', async () => {
  const bridged = await Promise.all([args, { ...args, job: 'claimed' }].map((each) => bridgedFetch(each, page(true), containerWith(registration))));
  expect(new Set([...bridged.map(({ job }) => job), 'claimed'])).toHaveProperty('size', 3);
});

test('a service worker chooses the key of its job, so that another bridge may be told the same; one that does not gets one', async () => {
  expect(await bridgedFetch({ ...args, job: 'chosen' }, null, containerWith(registration))).toMatchObject({ job: 'chosen' });
  expect(await bridgedFetch(args, null, containerWith(registration))).toMatchObject({ job: expect.stringMatching(/^[\da-f-]{36}$/) });
});

test('a page whose policy names its hosts may not be redirected to others, whatever it says of itself', async () => {
  const strict = { ...page(true), ask: async (urls: string[]) => urls.map((url) => url.startsWith('https://cdn.test/')) };
  expect(await bridgedFetch({ ...args, connectsAnywhere: true }, strict, containerWith(registration))).toMatchObject({ connectsAnywhere: false });
});

test('a service worker is its own client', async () => {
  expect(await bridgedFetch(args, null, containerWith(registration))).toMatchObject({
    clientURL: 'https://site.test/sw.js',
    clientReferrerPolicy: '',
    connectsAnywhere: false,
  });
  expect(await bridgedFetch({ ...args, connectsAnywhere: true }, null, containerWith(registration))).toMatchObject({ connectsAnywhere: true });
});

test.each([
  ['no registration', undefined],
  ['a registration of a wider scope', { ...registration, scope: 'https://site.test/' }],
  ['no active worker', { ...registration, active: null }],
])('%s: no-active-worker', async (_, found) => {
  await expect(bridgedFetch(args, page(true), containerWith(found))).rejects.toMatchObject({ code: 'no-active-worker' });
});

test('what policy forbids is refused', async () => {
  await expect(bridgedFetch(args, page(false), containerWith(registration))).rejects.toMatchObject({ code: 'forbidden-url' });
});

test.each([{}, { scope: 1, requests: [] }, { scope: SCOPE, requests: {} }, { scope: SCOPE, requests: [null] }, { scope: SCOPE, requests: [{ url: 'no' }] }])(
  'a payload that no honest page sends is malformed: %j',
  async (payload) => {
    await expect(bridgedFetch(payload as never, page(true), containerWith(registration))).rejects.toMatchObject({ code: 'malformed' });
  },
);
