/** The requests whose fate is compared. */

import { createHash } from 'node:crypto';

export interface Case {
  name: string;
  /** Whose document asks; `main` when left out. */
  client?: 'main' | 'policy' | 'local' | 'framed' | 'suffix';
  url: string;
  init?: RequestInit & { body?: string; headers?: [string, string][] };
  /** Part of the short run. */
  short?: true;
}

/** Origins that lead to the servers. */
export interface Origins {
  /** The page. */
  A: string;
  /** The page's host, other port. */
  A2: string;
  /** A subdomain of the page's host. */
  SUB: string;
  /** Another site, on two ports. */
  X: string;
  X2: string;
  /** Two sites under one private suffix; ONE is the `suffix` client. */
  ONE: string;
  TWO: string;
  /** http: origins. */
  plainA: string;
  plainX: string;
  localhost: string;
  loopback: string;
}

const ACAO = 'Access-Control-Allow-Origin';
const ACAC = 'Access-Control-Allow-Credentials';
const star = `${ACAO}: *`;
const withCredentials = `${ACAC}: true`;

let serial = 0;
/** The serial numbers in a URL, those of URLs in its parameters included. */
export const serialsIn = (url: string): number[] => {
  const found = new Set<number>();
  for (let text = url, previous = ''; text !== previous;) {
    for (const [, number] of text.matchAll(/[?&]u=(\d+)/g)) found.add(Number(number));
    previous = text;
    text = text.replace(/%25|%3F|%26|%3D/gi, decodeURIComponent);
  }
  return [...found];
};

/** Unlike every other URL of the run, so that no cache answers. */
const address = (origin: string, path: string, parameters: [string, string][]): string => {
  const url = new URL(path, origin);
  url.searchParams.set('u', String(++serial));
  for (const [name, value] of parameters) url.searchParams.append(name, value);
  return url.href;
};
const h = (...lines: string[]): [string, string][] => lines.map((line) => ['h', line]);
const p = (...lines: string[]): [string, string][] => lines.map((line) => ['p', line]);
const get = (origin: string, ...parameters: [string, string][][]): string => address(origin, '/get', parameters.flat());
const to = (origin: string, target: string, status = 302, ...parameters: [string, string][][]): string =>
  address(origin, '/to', [['to', target], ['s', String(status)], ...parameters.flat()]);

const text: [string, string] = ['content-type', 'text/plain'];
const json: [string, string] = ['content-type', 'application/json'];

const sameOrigin = ({ A }: Origins): Case[] => [
  { name: 'same origin: GET', url: get(A), short: true },
  { name: 'same origin: fragment', url: `${get(A)}#part` },
  { name: 'same origin: HEAD', url: get(A), init: { method: 'HEAD' } },
  { name: 'same origin: POST', url: get(A), init: { method: 'POST', body: 'x' }, short: true },
  { name: 'same origin: POST without a body', url: get(A), init: { method: 'POST' } },
  { name: 'same origin: PUT with a header', url: get(A), init: { method: 'PUT', body: 'x', headers: [['x-a', '1']] } },
  { name: 'same origin: DELETE', url: get(A), init: { method: 'delete' } },
  { name: 'same origin: OPTIONS', url: get(A), init: { method: 'OPTIONS' } },
  { name: 'same origin: patch in lower case', url: get(A), init: { method: 'patch' } },
  { name: 'same origin: method of its own', url: get(A), init: { method: 'FROB' } },
  { name: 'same origin: TRACE', url: get(A), init: { method: 'TRACE' } },
  { name: 'same origin: mode same-origin', url: get(A), init: { mode: 'same-origin' } },
  { name: 'same origin: mode same-origin, POST', url: get(A), init: { mode: 'same-origin', method: 'POST', body: 'x' } },
  {
    name: 'same origin: mode same-origin, POST, no referrer',
    url: get(A),
    init: { mode: 'same-origin', method: 'POST', referrerPolicy: 'no-referrer' },
  },
  { name: 'same origin: credentials omit', url: get(A), init: { credentials: 'omit' }, short: true },
  { name: 'same origin: credentials include', url: get(A), init: { credentials: 'include' } },
  { name: 'same origin: 404', url: get(A, [['s', '404']]) },
  { name: 'same origin: 204', url: get(A, [['s', '204']]) },
  { name: 'same origin: 304', url: get(A, [['s', '304']]) },
  { name: 'same origin: 401 asking for a password', url: get(A, [['s', '401']], h('WWW-Authenticate: Bearer')) },
  { name: 'same origin: response headers', url: get(A, h('X-One: 1', 'X-One: 2', 'X-Two: é')) },
  { name: 'same origin: Set-Cookie', url: get(A, h('Set-Cookie: a_lax=1; SameSite=Lax; Secure', 'X-One: 1')), short: true },
  {
    name: 'same origin: forbidden request headers',
    url: get(A),
    init: {
      headers: [
        ['cookie', 'z=1'],
        ['origin', 'https://evil.example'],
        ['sec-a', '1'],
        ['proxy-a', '1'],
      ],
    },
  },
  {
    name: 'same origin: method override header',
    url: get(A),
    init: {
      headers: [
        ['x-http-method-override', 'TRACE'],
        ['x-method-override', 'PUT'],
      ],
    },
  },
  { name: 'same origin: Authorization', url: get(A), init: { headers: [['authorization', 'Bearer z']] } },
  {
    name: 'same origin: repeated header',
    url: get(A),
    init: {
      headers: [
        ['x-a', '1'],
        ['x-a', '2'],
      ],
    },
  },
  { name: 'same origin: odd header bytes', url: get(A), init: { headers: [['x-a', 'é\tö']] } },
  { name: 'same origin: cache no-store', url: get(A), init: { cache: 'no-store' } },
  { name: 'same origin: cache reload', url: get(A), init: { cache: 'reload' } },
  { name: 'same origin: cache no-cache', url: get(A), init: { cache: 'no-cache' } },
  { name: 'same origin: cache force-cache', url: get(A), init: { cache: 'force-cache' } },
  { name: 'same origin: cache only-if-cached', url: get(A), init: { cache: 'only-if-cached', mode: 'same-origin' } },
  { name: 'same origin: gzip declared', url: get(A, h('Vary: Accept-Encoding')), init: { headers: [['accept', 'audio/*']] } },
];

const corsCheck = ({ A, A2, SUB, X }: Origins): Case[] => {
  const values = [
    star,
    `${ACAO}: ${A}`,
    `${ACAO}: ${X}`,
    `${ACAO}: null`,
    `${ACAO}: ${A}/`,
    `${ACAO}: ${A.toUpperCase()}`,
    `${ACAO}: ${A}, ${X}`,
    `${ACAO}:   *  `,
    `${ACAO}: `,
  ];
  const more = [
    `${ACAO}: https://*`,
    `${ACAO}: *.test`,
    `${ACAO}: *, *`,
    `${ACAO}: ${A.replace(/:\d+$/, '')}`,
    `${ACAO}: ${A.replace('https', 'http')}`,
    `${ACAO}: "${A}"`,
    `${ACAO}: ${A}.`,
    `${ACAO}: https://a.tes`,
  ];
  const credentials: RequestCredentials[] = ['same-origin', 'include', 'omit'];
  return [
    { name: 'cors: no header', url: get(X), short: true },
    { name: 'cors: two equal headers', url: get(X, h(star, star)) },
    { name: 'cors: two different headers', url: get(X, h(`${ACAO}: ${A}`, star)) },
    ...[...values, ...more].flatMap((value, i) =>
      credentials.map((mode): Case => ({
        name: `cors: ${mode}, ${value}`,
        url: get(X, h(value, withCredentials)),
        init: { credentials: mode },
        ...(i < 4 && { short: true }),
      })),
    ),
    ...['', `${ACAC}: True`, `${ACAC}: TRUE`, `${ACAC}: true, true`, `${ACAC}: 1`, `${ACAC}:  true `].map((value): Case => ({
      name: `cors: include with "${value}"`,
      url: get(X, h(`${ACAO}: ${A}`, ...(value === '' ? [] : [value]))),
      init: { credentials: 'include' },
    })),
    { name: 'cors: error status', url: get(X, h(star), [['s', '500']]) },
    { name: 'cors: other port, no header', url: get(A2) },
    { name: 'cors: other port, include', url: get(A2, h(`${ACAO}: ${A}`, withCredentials)), init: { credentials: 'include' }, short: true },
    { name: 'cors: other port, same-origin credentials', url: get(A2, h(star)) },
    { name: 'cors: subdomain, no header', url: get(SUB) },
    { name: 'cors: subdomain, include', url: get(SUB, h(`${ACAO}: ${A}`, withCredentials)), init: { credentials: 'include' }, short: true },
    { name: 'cors: subdomain, same-origin credentials', url: get(SUB, h(star)) },
    { name: 'cors: HEAD', url: get(X, h(star)), init: { method: 'HEAD' } },
    {
      name: 'cors: Set-Cookie, include',
      url: get(SUB, h(`${ACAO}: ${A}`, withCredentials, 'Set-Cookie: s_lax=1; SameSite=Lax; Secure')),
      init: { credentials: 'include' },
    },
  ];
};

const preflight = ({ A, SUB, X }: Origins): Case[] => {
  const put = { method: 'PUT', body: 'x' };
  const methods = (...lines: string[]): string => get(X, h(star), p(...lines));
  const xa: [string, string][] = [['x-a', '1']];
  const names = (value: string, headers: [string, string][] = xa): Case => ({
    name: `preflight: ${headers.map(([name]) => name).join(' ')} by "${value}"`,
    url: get(X, h(star), p(`Access-Control-Allow-Headers: ${value}`)),
    init: { headers },
  });
  return [
    { name: 'preflight: POST needs none', url: get(X, h(star)), init: { method: 'POST', body: 'x' }, short: true },
    { name: 'preflight: POST, no header', url: get(X), init: { method: 'POST', body: 'x' } },
    { name: 'preflight: PUT allowed', url: methods('Access-Control-Allow-Methods: PUT'), init: put, short: true },
    { name: 'preflight: PUT by *', url: methods('Access-Control-Allow-Methods: *'), init: put },
    { name: 'preflight: PUT by put', url: methods('Access-Control-Allow-Methods: put'), init: put },
    { name: 'preflight: PUT not allowed', url: methods('Access-Control-Allow-Methods: GET'), init: put, short: true },
    { name: 'preflight: PUT without a list', url: methods(), init: put },
    { name: 'preflight: PUT, malformed list', url: methods('Access-Control-Allow-Methods: PUT, b@d y'), init: put },
    { name: 'preflight: PUT, two lists', url: methods('Access-Control-Allow-Methods: GET', 'Access-Control-Allow-Methods: PUT'), init: put },
    { name: 'preflight: PUT, empty elements', url: methods('Access-Control-Allow-Methods: ,, PUT ,'), init: put },
    { name: 'preflight: DELETE by *', url: methods('Access-Control-Allow-Methods: *'), init: { method: 'delete' } },
    { name: 'preflight: patch by PATCH', url: methods('Access-Control-Allow-Methods: PATCH'), init: { method: 'patch' } },
    { name: 'preflight: PATCH', url: methods('Access-Control-Allow-Methods: PATCH'), init: { method: 'PATCH', body: 'x' } },
    { name: 'preflight: OPTIONS', url: methods('Access-Control-Allow-Methods: OPTIONS'), init: { method: 'OPTIONS' } },
    {
      name: 'preflight: PUT include, allowed',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials), p('Access-Control-Allow-Methods: PUT')),
      init: { ...put, credentials: 'include' },
    },
    {
      name: 'preflight: PUT include by *',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials), p('Access-Control-Allow-Methods: *')),
      init: { ...put, credentials: 'include' },
      short: true,
    },
    {
      name: 'preflight: PUT include, no credentials header',
      url: get(X, h(`${ACAO}: ${A}`), p('Access-Control-Allow-Methods: PUT')),
      init: { ...put, credentials: 'include' },
    },
    {
      name: 'preflight: PUT include, same site',
      url: get(SUB, h(`${ACAO}: ${A}`, withCredentials), p('Access-Control-Allow-Methods: PUT')),
      init: { ...put, credentials: 'include' },
    },
    ...['x-a', 'X-A', 'X-B, x-a', '*', 'x-b', '', 'x-a, b@d y', ',, x-a ,', '"x-a"', 'x-a;q=1'].map((value) => names(value)),
    names('*', [['authorization', 'Bearer z']]),
    names('Authorization', [['authorization', 'Bearer z']]),
    names('*, authorization', [
      ['authorization', 'Bearer z'],
      ['x-a', '1'],
    ]),
    names('x-a', [
      ['x-a', '1'],
      ['x-b', '2'],
    ]),
    names('x-b,x-a', [
      ['x-b', '2'],
      ['x-a', '1'],
    ]),
    names('content-type', [json]),
    names('*', [json]),
    {
      name: 'preflight: header include by *',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials), p('Access-Control-Allow-Headers: *')),
      init: { headers: xa, credentials: 'include' },
      short: true,
    },
    {
      name: 'preflight: header include, literal *',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials), p('Access-Control-Allow-Headers: *')),
      init: { headers: [['*', '1']], credentials: 'include' },
    },
    ...[200, 204, 299, 301, 304, 400, 404, 500].map((status): Case => ({
      name: `preflight: status ${status}`,
      url: get(X, h(star, `Location: ${A}/get`), p('Access-Control-Allow-Headers: *'), [['ps', String(status)]]),
      init: { headers: xa },
    })),
    { name: 'preflight: no Allow-Origin on it', url: get(X, p('Access-Control-Allow-Headers: *')), init: { headers: xa } },
    { name: 'preflight: passes, answer does not', url: get(X, p(star, 'Access-Control-Allow-Headers: *')), init: { headers: xa }, short: true },
  ];
};

const safelist = ({ X }: Origins): Case[] =>
  (
    [
      [['accept', 'text/x']],
      [['accept', 'a"b']],
      [['accept', 'a'.repeat(128)]],
      [['accept', 'a'.repeat(129)]],
      [['accept', '']],
      [['accept-language', 'de']],
      [['accept-language', 'de@x']],
      [['accept-language', 'de;q=0.5, *']],
      [['content-language', 'de']],
      [['content-language', 'dé']],
      [['if-none-match', '"x"']],
      [
        ['if-range', '"x"'],
        ['range', 'bytes=0-'],
      ],
      [['cache-control', 'no-cache']],
      [['range', 'bytes=0-9']],
      [['range', 'bytes=5-']],
      [['range', 'bytes=-5']],
      [['range', 'bytes=9-5']],
      [['range', 'bytes= 0-5']],
      [['range', 'bytes=0-1,3-4']],
      [['range', 'BYTES=0-1']],
      [['range', 'items=0-1']],
      Array.from({ length: 9 }, () => ['accept', 'a'.repeat(120)]),
      [
        ['accept', 'a'.repeat(120)],
        ['accept-language', 'a'.repeat(120)],
        ['content-language', 'a'.repeat(120)],
      ],
      [['save-data', 'on']],
      [['dpr', '2']],
      [['x-requested-with', 'z']],
    ] as [string, string][][]
  )
    .map((headers): Case => ({
      name: `safelist: ${headers
        .map((pair) => pair.join(': ').slice(0, 40))
        .join(', ')
        .slice(0, 90)}`,
      url: get(X, h(star)),
      init: { headers },
    }))
    .concat(
      [
        'text/plain',
        'text/plain;charset=utf-8',
        'TEXT/Plain',
        'text/plain; a=b',
        'text/plain;a="b"',
        'application/x-www-form-urlencoded',
        'multipart/form-data; boundary=x',
        'application/json',
        'text/html',
        'text/plain x',
        'text/',
        '',
      ].map((type): Case => ({
        name: `safelist: content-type "${type}"`,
        url: get(X, h(star)),
        init: { method: 'POST', body: 'x', headers: [['content-type', type]] },
      })),
    );

const responseView = ({ A, X }: Origins): Case[] => {
  const some = [
    'X-One: 1',
    'X-Two: 2',
    'Expires: 0',
    'Last-Modified: x',
    'ETag: "x"',
    'Content-Language: de',
    'Accept-Ranges: bytes',
    'Set-Cookie: q=1; Max-Age=0',
  ];
  const exposed = (value: string | null): Case => ({
    name: `view: exposed "${value}"`,
    url: get(X, h(star, ...some, ...(value === null ? [] : [`Access-Control-Expose-Headers: ${value}`]))),
    ...(value === 'x-one' && { short: true }),
  });
  return [
    ...[null, 'x-one', 'X-ONE, x-two', '*', 'x-one, b@d y', 'set-cookie', '*, set-cookie', ',x-one,', ''].map(exposed),
    {
      name: 'view: exposed in two lines',
      url: get(X, h(star, ...some, 'Access-Control-Expose-Headers: x-one', 'Access-Control-Expose-Headers: x-two')),
    },
    {
      name: 'view: exposed * with credentials',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials, ...some, 'Access-Control-Expose-Headers: *')),
      init: { credentials: 'include' },
      short: true,
    },
    {
      name: 'view: exposed names with credentials',
      url: get(X, h(`${ACAO}: ${A}`, withCredentials, ...some, 'Access-Control-Expose-Headers: x-one')),
      init: { credentials: 'include' },
    },
    { name: 'view: same origin sees all but cookies', url: get(A, h(...some, 'Set-Cookie2: q=1')) },
    { name: 'view: Content-Range', url: get(X, h(star, 'Content-Range: bytes 0-5/10'), [['s', '206']]), init: { headers: [['range', 'bytes=0-5']] } },
  ];
};

const redirects = (origins: Origins): Case[] => {
  const { A, A2, SUB, X, X2, plainX, loopback } = origins;
  const own = `${ACAO}: ${A}`;
  const post = (type = text): Case['init'] => ({ method: 'POST', body: 'x', headers: [type] });
  return [
    { name: 'redirect: A to A', url: to(A, get(A)), short: true },
    { name: 'redirect: A to A, relative', url: to(A, `get?u=${++serial}`) },
    { name: 'redirect: A to A, fragment kept', url: `${to(A, get(A))}#part` },
    { name: 'redirect: A to A, own fragment', url: `${to(A, `${get(A)}#other`)}#part` },
    { name: 'redirect: A to X, *', url: to(A, get(X, h(star))), short: true },
    { name: 'redirect: A to X, nothing', url: to(A, get(X)), short: true },
    { name: 'redirect: X to X, hop without header', url: to(X, get(X, h(star))), short: true },
    { name: 'redirect: X to X', url: to(X, get(X, h(star)), 302, h(star)) },
    { name: 'redirect: X to X, exact', url: to(X, get(X, h(own)), 302, h(own)) },
    { name: 'redirect: X to A, *', url: to(X, get(A, h(star)), 302, h(star)) },
    { name: 'redirect: X to A, nothing at the end', url: to(X, get(A), 302, h(star)) },
    { name: 'redirect: X to A, exact', url: to(X, get(A, h(own)), 302, h(star)), short: true },
    { name: 'redirect: X to A, null', url: to(X, get(A, h(`${ACAO}: null`)), 302, h(star)) },
    { name: 'redirect: X to X2, exact', url: to(X, get(X2, h(own)), 302, h(own)) },
    { name: 'redirect: X to X2, *', url: to(X, get(X2, h(star)), 302, h(own)) },
    { name: 'redirect: X to X2, null', url: to(X, get(X2, h(`${ACAO}: null`)), 302, h(own)) },
    { name: 'redirect: A to X to A, *', url: to(A, to(X, get(A, h(star)), 302, h(star))) },
    { name: 'redirect: A to X to A, exact', url: to(A, to(X, get(A, h(own)), 302, h(own))) },
    { name: 'redirect: A to X to X2 to A', url: to(A, to(X, to(X2, get(A, h(star)), 302, h(star)), 302, h(star))) },
    { name: 'redirect: A to SUB to A, *', url: to(A, to(SUB, get(A, h(star)), 302, h(star))) },
    { name: 'redirect: A to SUB to A2, exact', url: to(A, to(SUB, get(A2, h(own)), 302, h(own))) },
    { name: 'redirect: A to SUB, include', url: to(A, get(SUB, h(own, withCredentials))), init: { credentials: 'include' }, short: true },
    { name: 'redirect: A to X, include', url: to(A, get(X, h(own, withCredentials))), init: { credentials: 'include' } },
    { name: 'redirect: A to X, include, *', url: to(A, get(X, h(star, withCredentials))), init: { credentials: 'include' } },
    {
      name: 'redirect: X to A, include, null',
      url: to(X, get(A, h(`${ACAO}: null`, withCredentials)), 302, h(own, withCredentials)),
      init: { credentials: 'include' },
    },
    {
      name: 'redirect: A to X to SUB, include, null',
      url: to(A, to(X, get(SUB, h(`${ACAO}: null`, withCredentials)), 302, h(own, withCredentials))),
      init: { credentials: 'include' },
    },
    { name: 'redirect: A to A, credentials omit', url: to(A, get(A)), init: { credentials: 'omit' } },
    {
      name: 'redirect: A to X to A, cookies of the way back',
      url: to(A, to(X, get(A, h(star)), 302, h(star))),
      init: { credentials: 'same-origin' },
    },
    { name: 'redirect: A to X, mode same-origin', url: to(A, get(X, h(star))), init: { mode: 'same-origin' }, short: true },
    { name: 'redirect: A to A, mode same-origin', url: to(A, get(A)), init: { mode: 'same-origin' } },
    { name: 'redirect: mode error', url: to(A, get(A)), init: { redirect: 'error' }, short: true },
    { name: 'redirect: mode error without a redirect', url: get(A), init: { redirect: 'error' } },
    { name: 'redirect: mode manual', url: to(A, get(A)), init: { redirect: 'manual' } },
    { name: 'redirect: mode manual without a redirect', url: get(A), init: { redirect: 'manual' } },
    ...[301, 302, 303, 307, 308].flatMap((status): Case[] => [
      { name: `redirect: POST ${status}`, url: to(A, get(A), status), init: post()! },
      {
        name: `redirect: PUT ${status}`,
        url: to(A, get(A), status),
        init: { method: 'PUT', body: 'x', headers: [text, ['content-language', 'de']] },
      },
      { name: `redirect: POST ${status} to X`, url: to(A, get(X, h(star)), status), init: post()! },
      {
        name: `redirect: POST ${status}, X to X, preflighted`,
        url: to(
          X,
          get(X, h(star), p('Access-Control-Allow-Headers: content-type')),
          status,
          h(star),
          p('Access-Control-Allow-Headers: content-type'),
        ),
        init: post(json)!,
      },
    ]),
    ...[300, 304, 305, 306].map((status): Case => ({ name: `redirect: ${status} is none`, url: to(A, get(A), status) })),
    { name: 'redirect: HEAD 303', url: to(A, get(A), 303), init: { method: 'HEAD' } },
    { name: 'redirect: DELETE 303', url: to(A, get(A), 303), init: { method: 'DELETE' } },
    { name: 'redirect: no Location', url: get(A, [['s', '302']]) },
    { name: 'redirect: no Location, X', url: get(X, [['s', '302']], h(star)) },
    { name: 'redirect: no Location, mode error', url: get(A, [['s', '302']]), init: { redirect: 'error' } },
    { name: 'redirect: empty Location', url: to(A, '') },
    { name: 'redirect: malformed Location', url: to(A, 'https://:0:') },
    { name: 'redirect: Location with spaces', url: to(A, `/get?a b&u=${++serial}`) },
    {
      name: 'redirect: A to X PUT preflighted',
      url: to(A, get(X, h(star), p('Access-Control-Allow-Methods: PUT')), 307),
      init: { method: 'PUT', body: 'x' },
      short: true,
    },
    { name: 'redirect: A to X PUT not allowed', url: to(A, get(X, h(star)), 307), init: { method: 'PUT', body: 'x' } },
    {
      name: 'redirect: X to X with a header',
      url: to(X, get(X, h(star), p('Access-Control-Allow-Headers: x-a')), 302, h(star), p('Access-Control-Allow-Headers: x-a')),
      init: { headers: [['x-a', '1']] },
    },
    {
      name: 'redirect: X to X2 with a header',
      url: to(X, get(X2, h(star), p('Access-Control-Allow-Headers: x-a')), 302, h(star), p('Access-Control-Allow-Headers: x-a')),
      init: { headers: [['x-a', '1']] },
    },
    { name: 'redirect: Authorization, same origin', url: to(A, get(A)), init: { headers: [['authorization', 'Bearer z']] } },
    {
      name: 'redirect: Authorization, other port',
      url: to(A, get(A2, h(star), p('Access-Control-Allow-Headers: authorization'))),
      init: { headers: [['authorization', 'Bearer z']] },
      short: true,
    },
    {
      name: 'redirect: Authorization, X to A',
      url: to(X, get(A, h(star)), 302, h(star), p('Access-Control-Allow-Headers: authorization')),
      init: { headers: [['authorization', 'Bearer z']] },
    },
    { name: 'redirect: to data:', url: to(A, 'data:text/plain,x'), short: true },
    { name: 'redirect: to javascript:', url: to(A, 'javascript:0') },
    { name: 'redirect: to blob:', url: to(A, `blob:${A}/x`) },
    { name: 'redirect: to file:', url: to(A, 'file:///etc/hostname') },
    { name: 'redirect: to mixed content', url: to(A, get(plainX, h(star))), short: true },
    { name: 'redirect: to http loopback', url: to(A, get(loopback, h(star))) },
    { name: 'redirect: to a bad port', url: to(A, 'https://a.test:25/') },
    { name: 'redirect: URL with credentials, same origin', url: to(A, get(A.replace('https://', 'https://u:p@'))) },
    { name: 'redirect: URL with credentials, A to X', url: to(A, get(X.replace('https://', 'https://u:p@'), h(star))) },
    { name: 'redirect: URL with credentials, X to X', url: to(X, get(X.replace('https://', 'https://u:p@'), h(star)), 302, h(star)) },
    { name: 'redirect: twenty', url: Array.from({ length: 20 }).reduce<string>((target) => to(A, target), get(A)) },
    { name: 'redirect: twenty-one', url: Array.from({ length: 21 }).reduce<string>((target) => to(A, target), get(A)), short: true },
    { name: 'redirect: range kept', url: to(A, get(X, h(star))), init: { headers: [['range', 'bytes=0-5']] } },
  ];
};

const referrers = ({ A, A2, SUB, X, X2 }: Origins): Case[] => {
  const policies: ReferrerPolicy[] = [
    'no-referrer',
    'no-referrer-when-downgrade',
    'origin',
    'origin-when-cross-origin',
    'same-origin',
    'strict-origin',
    'strict-origin-when-cross-origin',
    'unsafe-url',
  ];
  return [
    ...policies.flatMap((referrerPolicy): Case[] => [
      { name: `referrer: ${referrerPolicy}, A`, url: get(A), init: { referrerPolicy } },
      { name: `referrer: ${referrerPolicy}, SUB`, url: get(SUB, h(star)), init: { referrerPolicy } },
      {
        name: `referrer: ${referrerPolicy}, X`,
        url: get(X, h(star)),
        init: { referrerPolicy },
        ...(referrerPolicy === 'unsafe-url' && { short: true }),
      },
      { name: `referrer: ${referrerPolicy}, POST`, url: get(A), init: { referrerPolicy, method: 'POST', body: 'x' } },
    ]),
    { name: 'referrer: none', url: get(A), init: { referrer: '' } },
    { name: 'referrer: other page', url: get(A), init: { referrer: `${A}/other?q#part` }, short: true },
    { name: 'referrer: foreign page', url: get(A), init: { referrer: `${X}/other` } },
    { name: 'referrer: very long', url: get(A), init: { referrer: `${A}/${'x'.repeat(5000)}` } },
    { name: 'referrer: the client has a policy', client: 'policy', url: get(A) },
    { name: 'referrer: the client has a policy, the request another', client: 'policy', url: get(A), init: { referrerPolicy: 'origin' } },
    { name: 'referrer: redirect says no-referrer', url: to(A, get(X, h(star)), 302, h('Referrer-Policy: no-referrer')) },
    { name: 'referrer: redirect says unsafe-url', url: to(A, get(X, h(star)), 302, h('Referrer-Policy: unsafe-url')) },
    { name: 'referrer: redirect says nonsense', url: to(A, get(A), 302, h('Referrer-Policy: nonsense')) },
    { name: 'referrer: redirect says several', url: to(A, get(A), 302, h('Referrer-Policy: origin, nonsense, no-referrer')) },
    { name: 'referrer: never grows back', url: to(X, to(X, get(X2, h(star)), 302, h(star, 'Referrer-Policy: unsafe-url')), 302, h(star)) },
    { name: 'referrer: A to X to A', url: to(A, to(X, get(A, h(star)), 302, h(star))) },
    {
      name: 'referrer: same-origin lost on the way',
      url: to(A2, get(A2, h(star)), 302, h(star, 'Referrer-Policy: unsafe-url')),
      init: { referrerPolicy: 'same-origin' },
    },
  ];
};

const doors = ({ A, X, plainA, plainX, localhost, loopback }: Origins): Case[] => [
  { name: 'door: mixed content', url: get(plainX, h(star)), short: true },
  { name: 'door: mixed content, own host', url: get(plainA, h(star)) },
  { name: 'door: http localhost', url: get(localhost, h(star)) },
  { name: 'door: http loopback address', url: get(loopback, h(star)), short: true },
  { name: 'door: bad port', url: 'https://a.test:25/x' },
  { name: 'door: bad port 6000', url: 'https://a.test:6000/x' },
  { name: 'door: nobody listens', url: 'https://a.test:1/x' },
  { name: 'door: no such host', url: 'https://nobody.invalid/' },
  { name: 'door: connection closed', url: address(X, '/drop', []) },
  { name: 'door: file:', url: 'file:///etc/hostname' },
  { name: 'door: chrome-extension:', url: 'chrome-extension://aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/x' },
  { name: 'door: moz-extension:', url: 'moz-extension://11111111-2222-4333-8444-555555555555/manifest.json' },
  { name: 'door: data:', url: 'data:text/plain,x' },
  { name: 'door: ftp:', url: 'ftp://a.test/x' },
  { name: 'door: URL with credentials', url: get(A.replace('https://', 'https://u:p@')) },
  { name: 'door: other origin, mode same-origin', url: get(X, h(star)), init: { mode: 'same-origin' }, short: true },
  { name: 'door: mode no-cors', url: get(X), init: { mode: 'no-cors' } },
];

const helloGet = `sha256-${createHash('sha256').update('hello GET').digest('base64')}`;
const integrity = ({ A, X }: Origins): Case[] => [
  { name: 'integrity: right', url: get(A), init: { integrity: helloGet }, short: true },
  { name: 'integrity: wrong', url: get(A), init: { integrity: 'sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=' }, short: true },
  { name: 'integrity: one of two', url: get(A), init: { integrity: `sha256-AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA= ${helloGet}` } },
  { name: 'integrity: the stronger counts', url: get(A), init: { integrity: `sha512-AAAA ${helloGet}` } },
  { name: 'integrity: unknown algorithm', url: get(A), init: { integrity: 'md5-AAAA' } },
  { name: 'integrity: options', url: get(A), init: { integrity: `${helloGet}?ct=text/plain` } },
  { name: 'integrity: cross origin', url: get(X, h(star)), init: { integrity: helloGet } },
];

const otherClients = ({ A, X, SUB, ONE, TWO, plainX, localhost, loopback }: Origins): Case[] => [
  { name: 'framed: own origin', client: 'framed', url: get(A), short: true },
  { name: 'framed: own origin, include', client: 'framed', url: get(A), init: { credentials: 'include' } },
  { name: 'framed: subdomain, include', client: 'framed', url: get(SUB, h(`${ACAO}: ${A}`, withCredentials)), init: { credentials: 'include' } },
  { name: 'framed: the embedder, include', client: 'framed', url: get(X, h(`${ACAO}: ${A}`, withCredentials)), init: { credentials: 'include' } },
  {
    name: 'private suffix: neighbour, include',
    client: 'suffix',
    url: get(TWO, h(`${ACAO}: ${ONE}`, withCredentials)),
    init: { credentials: 'include' },
    short: true,
  },
  { name: 'private suffix: neighbour', client: 'suffix', url: get(TWO, h(star)) },
  { name: 'private suffix: own', client: 'suffix', url: get(ONE) },
  { name: 'localhost page: own', client: 'local', url: get(localhost), short: true },
  { name: 'localhost page: loopback address', client: 'local', url: get(loopback, h(star)) },
  { name: 'localhost page: http site', client: 'local', url: get(plainX, h(star)) },
  { name: 'localhost page: https site', client: 'local', url: get(X, h(star)) },
  { name: 'localhost page: POST to http site', client: 'local', url: get(plainX, h(star)), init: { method: 'POST', body: 'x' } },
  { name: 'localhost page: downgrade on the way', client: 'local', url: to(X, get(plainX, h(star)), 302, h(star)) },
];

export const makeCases = (origins: Origins): Case[] =>
  [sameOrigin, corsCheck, preflight, safelist, responseView, redirects, referrers, doors, integrity, otherClients].flatMap((group) => group(origins));
