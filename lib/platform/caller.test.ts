import { expect, test } from 'vitest';
import { callerOf, isTrustworthyOrigin } from './caller';

const US = 'us@example.org';
/** Registrable domain = last two labels; enough for these names. */
const site = (origin: string) => new URL(origin).protocol + new URL(origin).hostname.split('.').slice(-2).join('.');
const environment = { extensionId: US, sameSite: (a: string, b: string) => a !== 'null' && b !== 'null' && site(a) === site(b) };

const tab = { id: 7, url: 'https://www.a.example/x', incognito: false, cookieStoreId: 'firefox-default' };
const sender = { id: US, origin: 'https://www.a.example', url: 'https://www.a.example/x', frameId: 0, tab };
const call = (over: object, name = 'site') => callerOf({ sender: { ...sender, ...over }, name } as never, environment);

test('a top document is known by its origin', () => {
  expect(call({})).toEqual({ kind: 'document', origin: 'https://www.a.example', tabId: 7 });
});

test.each([
  ['another extension', { id: 'them@example.org' }],
  ['no origin told', { origin: undefined }],
  ['opaque origin', { origin: 'null' }],
  ['insecure origin', { origin: 'http://a.example' }],
  ['another extension’s page', { origin: 'moz-extension://1' }],
  ['private window', { tab: { ...tab, incognito: true } }],
  ['container', { tab: { ...tab, cookieStoreId: 'firefox-container-1' } }],
  ['cross-site frame', { frameId: 5, tab: { ...tab, url: 'https://b.example/' } }],
  ['insecure top document', { frameId: 5, tab: { ...tab, url: 'http://www.a.example/' } }],
  ['frame in a page without an address', { frameId: 5, tab: { ...tab, url: undefined } }],
  ['frame in an opaque page', { frameId: 5, tab: { ...tab, url: 'about:blank' } }],
])('refused: %s', (_, over) => expect(call(over).kind).toBe('refused'));

test('sender.url, which lies for opaque origins, changes nothing', () => {
  expect(call({ origin: 'null', url: 'https://www.a.example/x' }).kind).toBe('refused');
  expect(call({ url: 'https://victim.example/' })).toMatchObject({ origin: 'https://www.a.example' });
});

test.each([
  ['same-origin frame', 'site https://www.a.example', 'document'],
  ['same-site frame', 'site https://app.a.example https://www.a.example', 'document'],
  ['cross-site frame between', 'site https://b.example https://www.a.example', 'refused'],
  ['opaque frame between', 'site null https://www.a.example', 'refused'],
])('%s: %s', (_, name, kind) => expect(call({ frameId: 5 }, name).kind).toBe(kind));

test('a document in no tab is only a frame until it has an errand', () => {
  expect(call({ tab: undefined, frameId: undefined })).toEqual({ kind: 'frame', origin: 'https://www.a.example' });
});

test.each([
  ['https://a.example', true],
  ['http://localhost', true],
  ['http://localhost:8080', true],
  ['http://a.localhost:8080', true],
  ['http://127.0.0.1:1', true],
  ['http://[::1]:1', true],
  ['http://localhost.a.example', false],
  ['http://127.0.0.1.a.example', false],
  ['http://a.example', false],
  ['null', false],
  ['file://', false],
])('%s may have service workers: %s', (origin, expected) => expect(isTrustworthyOrigin(origin)).toBe(expected));
