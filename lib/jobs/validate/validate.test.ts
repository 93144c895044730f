import { expect, test } from 'vitest';
import { args, ORIGIN, request } from '../fixtures';
import { MAX_HEADER_BYTES, MAX_ICON_URL_LENGTH, MAX_ICONS, MAX_REQUEST_LIST_LENGTH, MAX_REQUESTS, MAX_TITLE_LENGTH, MAX_URL_LENGTH } from '../limits';
import { MAX_ID_LENGTH } from '../../wire/id-limit';
import { asFetchArguments } from './fetch-arguments';
import { asMatchQuery } from './match-query';
import { asUIOptions } from './ui-options';

const check = (more: object) => asFetchArguments({ ...args(), ...more }, ORIGIN);
const checkRequest = (more: object) => check({ requests: [{ ...request(), ...more }] }).requests[0]!;
const long = (length: number) => 'x'.repeat(length);
const url = (length: number) => `${ORIGIN}/`.padEnd(length, 'x');

test('what an honest bridge sends arrives as it is', () => {
  const honest = args({
    id: '',
    requests: [request(`${ORIGIN}/a?b#c`, { method: 'POST', headers: [['content-type', 'text/plain']], body: new Blob(['x']), referrer: '' })],
    icons: [{ src: `${ORIGIN}/icon.png`, sizes: '16x16', type: 'image/png', label: 'Cover' }],
    downloadTotal: 2 ** 63,
  });
  expect(asFetchArguments(honest, ORIGIN)).toEqual(honest);
});

test.each<[string, string, object]>([
  ['scope of another origin', 'malformed', { scope: 'https://other.example/' }],
  ['scope on another port', 'malformed', { scope: 'https://site.example:444/' }],
  ['scope that is a blob: URL of this origin', 'malformed', { scope: `blob:${ORIGIN}/0` }],
  ['scope that is no URL', 'malformed', { scope: '/' }],
  ['script of another origin', 'malformed', { scriptURL: 'https://cdn.example/sw.js' }],
  ['client of another origin', 'malformed', { clientURL: 'https://bank.example/' }],
  ['client policy nobody knows', 'malformed', { clientReferrerPolicy: 'always' }],
  ['id that is no string', 'malformed', { id: 1 }],
  ['id too long', 'too-large', { id: long(MAX_ID_LENGTH + 1) }],
  ['no requests', 'malformed', { requests: [] }],
  ['requests that are no list', 'malformed', { requests: { length: 1, 0: request() } }],
  ['too many requests', 'too-large', { requests: Array.from({ length: MAX_REQUESTS + 1 }, () => request()) }],
  [
    'requests too large together',
    'too-large',
    { requests: Array.from({ length: MAX_REQUEST_LIST_LENGTH / MAX_URL_LENGTH + 1 }, () => request(url(MAX_URL_LENGTH))) },
  ],
  ['negative total', 'malformed', { downloadTotal: -1 }],
  ['fractional total', 'malformed', { downloadTotal: 0.5 }],
  ['total that is no number', 'malformed', { downloadTotal: NaN }],
  ['title that is no string', 'malformed', { title: {} }],
  ['icons that are no list', 'malformed', { icons: 'x' }],
  ['job without a key', 'malformed', { job: undefined }],
  ['job whose key is no UUID', 'malformed', { job: '../11111111-2222-4333-8444-555555555' }],
])('refuses a %s', (_, code, more) => {
  expect(() => check(more)).toThrow(expect.objectContaining({ code }));
});

test.each([null, 1, 'x', [], undefined])('refuses %o as arguments', (value) => {
  expect(() => asFetchArguments(value, ORIGIN)).toThrow(expect.objectContaining({ code: 'malformed' }));
});

test.each<[string, string, object]>([
  ['file: URL', 'forbidden-url', { url: 'file:///etc/passwd' }],
  ['data: URL', 'forbidden-url', { url: 'data:,x' }],
  ['moz-extension: URL', 'forbidden-url', { url: 'moz-extension://0/manifest.json' }],
  ['URL of a blocked port', 'forbidden-url', { url: 'https://site.example:25/' }],
  ['URL with credentials', 'malformed', { url: 'https://me:secret@site.example/' }],
  ['URL too long', 'too-large', { url: url(MAX_URL_LENGTH + 1) }],
  ['CONNECT', 'malformed', { method: 'CONNECT' }],
  ['trace', 'malformed', { method: 'trace' }],
  ['method with a line break', 'malformed', { method: 'GET\r\nX: y' }],
  ['mode no-cors', 'malformed', { mode: 'no-cors' }],
  ['credentials nobody knows', 'malformed', { credentials: 'all' }],
  ['header with a line break', 'malformed', { headers: [['x', 'a\r\nCookie: b']] }],
  ['header name with a colon', 'malformed', { headers: [['x:', 'a']] }],
  ['header beyond Latin-1', 'malformed', { headers: [['x', '\u0100']] }],
  ['header triple', 'malformed', { headers: [['x', 'a', 'b']] }],
  ['header list too large', 'too-large', { headers: [['x', long(MAX_HEADER_BYTES / 2)], ['y', long(MAX_HEADER_BYTES / 2)]] }],
  ['body of a GET', 'malformed', { body: new Blob(['x']) }],
  ['body that is no Blob', 'malformed', { method: 'POST', body: 'x' }],
  ['integrity that is no string', 'malformed', { integrity: null }],
])('refuses a request with %s', (_, code, more) => {
  expect(() => checkRequest(more)).toThrow(expect.objectContaining({ code }));
});

test('forbidden headers are left out, as Request does', () => {
  const headers = [
    ['Cookie', 'a=b'],
    ['Origin', 'https://bank.example'],
    ['referer', 'https://bank.example/'],
    ['Sec-Fetch-Site', 'same-origin'],
    ['proxy-authorization', 'x'],
    ['X-HTTP-Method-Override', 'PUT, TRACE'],
    ['x-method-override', 'PUT'],
    ['X-Mine', 'kept'],
  ];
  expect(checkRequest({ headers }).headers).toEqual([
    ['x-method-override', 'PUT'],
    ['x-mine', 'kept'],
  ]);
});

test('methods are normalized, so that none is taken for another', () => {
  expect(['get', 'Post', 'PATCH', 'patch'].map((method) => checkRequest({ method }).method)).toEqual(['GET', 'POST', 'PATCH', 'patch']);
});

test('a referrer of another origin becomes the client', () => {
  expect(checkRequest({ referrer: `${ORIGIN}/here` }).referrer).toBe(`${ORIGIN}/here`);
  for (const referrer of ['https://bank.example/', `blob:${ORIGIN}/0`, 'about:client', 'nonsense']) {
    expect(checkRequest({ referrer }).referrer).toBe('about:client');
  }
});

test('properties that no list names stay behind', () => {
  expect(checkRequest({ destination: 'document', priority: 'high' })).toEqual(request());
});

test('documents without a URL of their own have no referrer', () => {
  expect(check({ clientURL: 'about:srcdoc' }).clientURL).toBe('about:blank');
  expect(check({ clientURL: `blob:${ORIGIN}/0` }).clientURL).toBe('about:blank');
});

test('a title is cut by code points, and is never half a character', () => {
  expect(check({ title: '\u{1F600}'.repeat(MAX_TITLE_LENGTH + 5) }).title).toBe('\u{1F600}'.repeat(MAX_TITLE_LENGTH));
  expect(check({ title: 'a\uD83D' }).title).toBe('a\uFFFD');
});

test('the one icon that is shown is made absolute; those that cannot be shown or are too many are passed over', () => {
  const given = [{ src: 'a.png' }, { src: 'javascript:alert(1)' }, { src: 'data:image/png;base64,' }, { src: 'x'.repeat(MAX_URL_LENGTH + 1) }];
  const shown = (icons: object[]): unknown => asUIOptions({ icons }, `${ORIGIN}/dir/`).icons;
  expect(shown(given)).toEqual([{ src: `${ORIGIN}/dir/a.png` }]);
  expect(shown(given.toReversed())).toEqual([{ src: 'data:image/png;base64,' }]);
  expect(shown([{ src: 'javascript:alert(1)' }, { src: `data:,${'x'.repeat(MAX_ICON_URL_LENGTH)}` }])).toEqual([]);
  const many = Array.from({ length: MAX_ICONS }, () => ({ src: 'a', sizes: '16x16' }));
  expect(shown([...many, { src: 'b', sizes: '96x96' }])).toMatchObject([{ src: `${ORIGIN}/dir/a` }]);
  expect(asUIOptions({}, ORIGIN)).toEqual({});
});

test('a query may be for what could never be fetched', () => {
  const options = { ignoreSearch: true, ignoreMethod: false, ignoreVary: false };
  expect(asMatchQuery({ request: { ...request('data:,x'), mode: 'no-cors' }, options })).toMatchObject({ request: { url: 'data:,x' }, options });
  expect(asMatchQuery(null)).toBeNull();
  expect(() => asMatchQuery({ request: request(), options: { ...options, ignoreVary: 1 } })).toThrow(expect.objectContaining({ code: 'malformed' }));
});
