import { beforeEach, expect, test, vi } from 'vitest';
import type { StoredRequest } from '../protocol/stored';
import { tripwireOf } from '../protocol/transfer';
import { createFakeNetwork, type FakeNetwork, type Server } from './fake-network';
import { createFetchAs } from './fetch-as';
import { plainRequest } from './plain-request';
import type { FetchAsFailure, FetchAsOptions, FetchClient, FetchedResponse } from './types';

const client: FetchClient = { origin: 'https://a.example', url: 'https://a.example/page?q#part', referrerPolicy: '', connectsAnywhere: true };
const star = { 'access-control-allow-origin': '*' };

const make = plainRequest;

beforeEach(() => void vi.stubGlobal('navigator', { onLine: true }));

interface Run extends FakeNetwork {
  result: Promise<FetchedResponse>;
}
const run = (
  server: Server,
  request: StoredRequest,
  options: Partial<FetchAsOptions> = {},
  who: FetchClient = client,
  hostAccess?: (url: string) => boolean,
): Run => {
  const network = createFakeNetwork(server, hostAccess);
  const result = createFetchAs(network.hops, network.fetch)(request, who, { signal: new AbortController().signal, ...options });
  result.catch(() => {});
  return { ...network, result };
};
const failing = (failure: FetchAsFailure): unknown => expect.objectContaining({ name: 'FetchAsError', failure });
const without =
  (name: string) =>
  (headers: Record<string, string>): Record<string, string> =>
    Object.fromEntries(Object.entries(headers).filter(([one]) => one !== name));
const redirectTo = (location: string, headers: Record<string, string> = {}): ReturnType<Server> => ({
  status: 302,
  headers: { location, ...headers },
});

test('a request of its own origin carries cookies and the headers of the page', async () => {
  const { result, log, standing } = run(() => ({ headers: { etag: '"x"', 'set-cookie': 'a=1' } }), make('https://a.example/file#t=1'));
  const { response, headers, body } = await result;
  expect(response).toEqual({
    url: 'https://a.example/file',
    redirected: false,
    type: 'basic',
    status: 200,
    statusText: '',
    headers: [['etag', '"x"']],
  });
  expect(headers).toEqual([['etag', '"x"']]);
  expect(await new Response(body).text()).toBe('body');
  expect(log).toHaveLength(1);
  expect(log[0]!.headers).toEqual({
    referer: 'https://a.example/page?q',
    'sec-fetch-site': 'same-origin',
    'sec-fetch-mode': 'cors',
    'sec-fetch-dest': 'empty',
  });
  expect(log[0]!.init).toMatchObject({ credentials: 'include', cache: 'no-store', redirect: 'manual', referrerPolicy: 'no-referrer' });
  expect(standing.size).toBe(0);
});

test('a request of another site carries no cookies and the origin only', async () => {
  const { result, log, orders } = run(() => ({ headers: { ...star, 'x-one': '1' } }), make('https://b.example/file'));
  expect((await result).response).toMatchObject({ type: 'cors', headers: [] });
  expect((await result).headers).toContainEqual(['x-one', '1']);
  expect(log[0]!.headers).toMatchObject({ origin: 'https://a.example', referer: 'https://a.example/', 'sec-fetch-site': 'cross-site' });
  expect(log[0]!.init.credentials).toBe('omit');
  expect(orders[0]!.headers).toMatchObject({ cookie: null });
});

test('each hop carries the key that it was given, and its tripwire', async () => {
  const { result, orders, log } = run(({ url }) => (url.endsWith('/from') ? redirectTo('/to') : {}), make('https://a.example/from'));
  await result;
  expect(orders.map(({ url }) => url)).toEqual(['https://a.example/from', 'https://a.example/to']);
  for (const [i, { key }] of orders.entries()) {
    expect(new Headers(log[i]!.init.headers).get(`x-${key}`)).toBe('1');
    expect(log[i]!.headers).not.toHaveProperty(`x-${key}`);
  }
});

test.each<[what: string, change: (headers: Record<string, string>) => Record<string, string>]>([
  ['Origin missing', without('origin')],
  ['Origin of the extension', (headers) => ({ ...headers, origin: 'moz-extension://1' })],
  ['cookies', (headers) => ({ ...headers, cookie: 'a=1' })],
  ['more of a Referer', (headers) => ({ ...headers, referer: 'https://a.example/page?q' })],
  // Of the first hop of this network.
  ['its tripwire', (headers) => ({ ...headers, [tripwireOf('key-0')]: '1' })],
  ['other fetch metadata', (headers) => ({ ...headers, 'sec-fetch-site': 'same-origin' })],
])('a response to a request with %s is not used', async (_what, sent) => {
  const { result, cancelled, standing } = run(() => ({ headers: star, sent }), make('https://b.example/file'));
  await expect(result).rejects.toEqual(failing('network'));
  expect(cancelled).toEqual(['https://b.example/file']);
  expect(standing.size).toBe(0);
});

test('another extension may take the Referer away', async () => {
  const { result } = run(() => ({ headers: star, sent: without('referer') }), make('https://b.example/file'));
  await expect(result).resolves.toBeDefined();
});

test('without access to the host nothing is sent', async () => {
  const { result, log } = run(
    () => ({}),
    make('https://b.example/file'),
    {},
    client,
    () => false,
  );
  await expect(result).rejects.toEqual(failing('host-access'));
  expect(log).toEqual([]);
});

test('the request is announced before each of its hops, and neither a preflight nor what may not be sent is', async () => {
  const steps: string[] = [];
  const upload = make('https://a.example/upload', { method: 'PUT', body: new Blob(['x']) });
  const server: Server = ({ method, url }) => {
    steps.push(`${method} ${url}`);
    const headers = { 'access-control-allow-origin': '*', 'access-control-allow-methods': 'PUT' };
    return url === 'https://a.example/upload' ? { status: 307, headers: { location: 'https://b.example/upload' } } : { headers };
  };
  const beforeSend = async (): Promise<void> => void steps.push('announced');
  await run(server, upload, { beforeSend }).result;
  expect(steps).toEqual(['announced', 'PUT https://a.example/upload', 'OPTIONS https://b.example/upload', 'announced', 'PUT https://b.example/upload']);

  steps.length = 0;
  const { result } = run(server, upload, { beforeSend }, client, (url) => !url.startsWith('https://a.example'));
  await expect(result).rejects.toMatchObject({ failure: 'host-access', origin: 'https://a.example' });
  expect(steps).toEqual([]);
});

test('missing access is told of the server that it is missing for, not of the first one', async () => {
  const { result } = run(() => redirectTo('https://b.example/'), make('https://a.example/file'), {}, client, (url) => url.startsWith('https://a.example'));
  await expect(result).rejects.toMatchObject({ failure: 'host-access', origin: 'https://b.example' });
});

test('a response nobody saw go by is not used', async () => {
  const { result, cancelled } = run(() => ({ headers: star, unseen: true }), make('https://b.example/file'));
  await expect(result).rejects.toEqual(failing('host-access'));
  expect(cancelled).toHaveLength(1);
});

test('a failed connection is the network, or missing access when nobody saw it', async () => {
  await expect(run(() => ({ fail: true }), make('https://b.example/file')).result).rejects.toEqual(failing('network'));
  await expect(run(() => ({ fail: true, unseen: true }), make('https://b.example/file')).result).rejects.toEqual(failing('host-access'));
});

test('offline, a failed connection that nobody saw is the network', async () => {
  vi.stubGlobal('navigator', { onLine: false });
  const { result } = run(() => ({ fail: true, unseen: true }), make('https://b.example/file'));
  await expect(result).rejects.toEqual(failing('network'));
});

test('a redirect out of the web that the browser fails by itself is final', async () => {
  const failed = (location: string) => run(() => ({ fail: true, status: 302, headers: { location } }), make('https://a.example/file')).result;
  await expect(failed('file:///etc/hostname')).rejects.toEqual(failing('refused'));
  await expect(failed('/elsewhere')).rejects.toEqual(failing('network'));
});

test('a background that died in between is the network', async () => {
  const network = createFakeNetwork(() => ({}));
  const hops = { ...network.hops, observe: () => Promise.reject(new Error('gone')) };
  const result = createFetchAs(hops, network.fetch)(make('https://a.example/file'), client, { signal: new AbortController().signal });
  await expect(result).rejects.toEqual(failing('network'));
  expect(network.cancelled).toHaveLength(1);
  expect(network.standing.size).toBe(0);
});

test('an aborted fetch says so', async () => {
  const aborted = run(() => ({}), make('https://a.example/file'), { signal: AbortSignal.abort() });
  await expect(aborted.result).rejects.toEqual(failing('aborted'));
  expect(aborted.orders).toEqual([]);
  const controller = new AbortController();
  const meanwhile = run(() => (controller.abort(), {}), make('https://a.example/file'), { signal: controller.signal });
  await expect(meanwhile.result).rejects.toEqual(failing('aborted'));
  expect(meanwhile.cancelled).toHaveLength(1);
});

test('a range needs no preflight, nor does its If-Range', async () => {
  const { result, log } = run(() => ({ status: 206, headers: star }), make('https://b.example/file', { headers: [['range', 'bytes=0-']] }), {
    range: { start: 5, end: 9, ifRange: '"x"' },
  });
  await result;
  expect(log.map(({ method }) => method)).toEqual(['GET']);
  expect(log[0]!.headers).toMatchObject({ range: 'bytes=5-9', 'if-range': '"x"' });
});

test("a page's own If-Range needs a preflight", async () => {
  const { result, log } = run(() => ({ headers: star }), make('https://b.example/file', { headers: [['if-range', '"x"']] }));
  await expect(result).rejects.toEqual(failing('refused'));
  expect(log.map(({ method }) => method)).toEqual(['OPTIONS']);
});

test('a preflight carries no cookies, and without its blessing the request is not sent', async () => {
  const server: Server = ({ method }) => ({
    status: 204,
    headers: {
      'access-control-allow-origin': 'https://a.example',
      'access-control-allow-credentials': 'true',
      ...(method === 'OPTIONS' && { 'access-control-allow-methods': 'GET' }),
    },
  });
  const { result, log } = run(server, make('https://sub.a.example/file', { method: 'PUT', credentials: 'include', body: new Blob(['x']) }));
  await expect(result).rejects.toEqual(failing('refused'));
  expect(log).toHaveLength(1);
  expect(log[0]!.init).toMatchObject({ method: 'OPTIONS', credentials: 'omit', body: null });
  expect(log[0]!.headers).toMatchObject({ 'access-control-request-method': 'PUT', origin: 'https://a.example', 'sec-fetch-site': 'same-site' });
});

test('headers that no page can set never leave', async () => {
  const { result, log } = run(
    () => ({}),
    make('https://a.example/file', {
      headers: [
        ['Cookie', 'a=1'],
        ['Origin', 'https://b.example'],
        ['Sec-A', '1'],
        ['X-A', '1'],
      ],
    }),
  );
  await result;
  expect(Object.keys(log[0]!.headers).sort()).toEqual(['referer', 'sec-fetch-dest', 'sec-fetch-mode', 'sec-fetch-site', 'x-a']);
});

test('a body brings no type of its own', async () => {
  const { result, log } = run(() => ({}), make('https://a.example/file', { method: 'POST', body: new Blob(['x'], { type: 'text/html' }) }));
  await result;
  expect((log[0]!.init.body as Blob).type).toBe('');
  expect(log[0]!.headers).toMatchObject({ origin: 'https://a.example' });
});

test.each<[what: string, request: StoredRequest, who?: FetchClient]>([
  ['data:', make('data:text/plain,x')],
  ['file:', make('file:///etc/passwd')],
  ['an extension', make('moz-extension://11111111-2222-4333-8444-555555555555/manifest.json')],
  ['a bad port', make('https://a.example:25/')],
  ['mixed content', make('http://b.example/')],
  ['loopback by name', make('http://localhost:8080/')],
  ['URL with credentials', make('https://u:p@a.example/')],
  ['other origin in mode same-origin', make('https://b.example/', { mode: 'same-origin' })],
  ['other origin in mode navigate', make('https://b.example/', { mode: 'navigate' })],
  ['only-if-cached', make('https://a.example/', { cache: 'only-if-cached', mode: 'same-origin' })],
  ['TRACE', make('https://a.example/', { method: 'TRACE' })],
  ['an opaque origin', make('https://a.example/'), { ...client, origin: 'null' }],
  ['an origin that is none', make('https://a.example/'), { ...client, origin: 'https://a.example/' }],
  ["a file's origin", make('https://a.example/'), { ...client, origin: 'file://' }],
])('refused before anything is sent: %s', async (_what, request, who) => {
  const { result, orders } = run(() => ({ headers: star }), request, {}, who);
  await expect(result).rejects.toEqual(failing('refused'));
  expect(orders).toEqual([]);
});

test.each<[what: string, server: Server, change?: Partial<StoredRequest>]>([
  ['no CORS at the end', ({ url }) => (url.endsWith('/from') ? redirectTo('https://b.example/to') : {})],
  [
    'no CORS on the way',
    ({ url }) =>
      url.endsWith('/from') ? redirectTo('https://b.example/hop') : url.endsWith('/hop') ? redirectTo('https://b.example/to') : { headers: star },
  ],
  ['mode same-origin', ({ url }) => (url.endsWith('/from') ? redirectTo('https://b.example/to') : { headers: star }), { mode: 'same-origin' }],
  ['redirect mode error', ({ url }) => (url.endsWith('/from') ? redirectTo('/to') : {}), { redirect: 'error' }],
  ['redirect mode manual', ({ url }) => (url.endsWith('/from') ? redirectTo('/to') : {}), { redirect: 'manual' }],
  ['mixed content', () => redirectTo('http://b.example/')],
  ['loopback', () => redirectTo('http://127.0.0.1/')],
  ['data:', () => redirectTo('data:text/plain,x')],
  ['for ever', () => redirectTo('/from')],
])('refused on the way: %s', async (_what, server, change) => {
  const { result, standing } = run(server, make('https://a.example/from', change));
  await expect(result).rejects.toEqual(failing('refused'));
  expect(standing.size).toBe(0);
});

test('a redirect is told of, and its cookies stay behind when it leaves the site', async () => {
  const { result, log } = run(
    ({ url }) =>
      url === 'https://a.example/from'
        ? redirectTo('https://b.example/to', star)
        : url.endsWith('/to')
          ? redirectTo('https://a.example/end', star)
          : { headers: star },
    make('https://a.example/from'),
  );
  expect((await result).response).toMatchObject({ url: 'https://a.example/end', redirected: true, type: 'cors' });
  expect(log.map(({ init }) => init.credentials)).toEqual(['include', 'omit', 'omit']);
  expect(log.map(({ headers }) => headers['origin'])).toEqual([undefined, 'https://a.example', 'null']);
  expect(log.map(({ headers }) => headers['referer'])).toEqual(['https://a.example/page?q', 'https://a.example/', 'https://a.example/']);
});

test('an answer from a private address is not for a public page', async () => {
  const { result, log, cancelled } = run(
    ({ method }) => (method === 'HEAD' ? { body: null } : { headers: star, ip: '192.168.0.1' }),
    make('https://b.example/file'),
  );
  await expect(result).rejects.toEqual(failing('refused'));
  expect(cancelled).toEqual(['https://b.example/file']);
  expect(log.map(({ method, url }) => `${method} ${url}`)).toEqual(['GET https://b.example/file', 'HEAD https://a.example/']);
});

test.each([
  ['', null],
  ['about:client', 'https://a.example/page?q'],
  ['https://a.example/other#part', 'https://a.example/other'],
  ['https://b.example/other', 'https://a.example/page?q'],
])('referrer "%s" says %s', async (referrer, sent) => {
  const { result, log } = run(() => ({}), make('https://a.example/file', { referrer }));
  await result;
  expect(log[0]!.headers['referer'] ?? null).toBe(sent);
});

test("the client's referrer policy holds unless the request has its own", async () => {
  const who: FetchClient = { ...client, referrerPolicy: 'no-referrer' };
  const plain = run(() => ({}), make('https://a.example/file'), {}, who);
  await plain.result;
  expect(plain.log[0]!.headers).not.toHaveProperty('referer');
  const own = run(() => ({}), make('https://a.example/file', { referrerPolicy: 'origin' }), {}, who);
  await own.result;
  expect(own.log[0]!.headers).toMatchObject({ referer: 'https://a.example/' });
});
