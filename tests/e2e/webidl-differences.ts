import type { Driver } from '../fixtures/drivers/driver';

/** Cases of webidl.spec.ts in which the extension must not, or cannot, do what native Chromium does. */
export interface OutcomeDifference {
  drivers: readonly Driver['name'][];
  /** Names; or a pattern, for those whose outcome has `native` in it. */
  cases: readonly string[] | RegExp;
  /** A part of the outcome: native Chromium's, or what an earlier difference has made of it. */
  native: string;
  /** What stands there instead. */
  ours: string;
  reason: string;
}

const BOTH = ['chromium', 'firefox'] as const;
const STARTED = 'resolved BackgroundFetchRegistration of 0 bytes, 0 up';
const started = (id: string): string => `resolved BackgroundFetchRegistration ${id} of 0 bytes, 0 up`;

const each = (prefix: string, ...names: string[]): string[] => names.map((name) => `${prefix}: ${name}`);

const NO_PAGE = 'its browser process takes the message for an attack and ends the page';
const INVALID_ICON = 'it sends what is no URL to its browser process, which ends the page; an image that cannot be loaded is no error';
const INVALID_URLS = ['//', 'http://', 'https:', 'http://[', 'http://localhost:99999/', 'http://localhost:x/', 'http://%/'];

/** Cases never tried on native Chromium, for each ends the page or the whole browser; and what the extension makes of them. */
export const killers: readonly { name: string; outcome: string; reason: string }[] = [
  { name: 'fetch id: an empty string', outcome: 'rejected TypeError', reason: NO_PAGE },
  { name: 'fetch options.title: null', outcome: STARTED, reason: NO_PAGE },
  ...INVALID_URLS.map((url) => ({ name: `fetch options.icons[0].src, URLs: URL "${url}"`, outcome: STARTED, reason: INVALID_ICON })),
  { name: 'fetch requests: no referrer', outcome: STARTED, reason: 'ends the whole browser, some hundred milliseconds later' },
  { name: 'fetch requests[1]: no referrer', outcome: STARTED, reason: 'the same' },
];

const SURROGATES = 'a DOMString keeps lone surrogates; native Chromium makes an empty string of the whole id on its way through its processes';
const LONG = 'the id is longer than the extension stores';
const QUOTA = 'no disk has that many bytes; native Chromium adds them to what is in use and overflows';
const LABEL = 'the dictionary is the Image Resource draft’s, with `label`; native Chromium has the manifest’s, with `platform` and `purpose`';
const DONE_FIRST = 'Web IDL reads `done` first, and `value` only if that is false; native Chromium reads both, `value` first';
const ARRAY = 'Web IDL asks every object for its iterator; native Chromium reads an Array’s elements';
const HOST = 'not a URL by the URL standard; native Chromium’s parser takes it';

export const differences: readonly OutcomeDifference[] = [
  { drivers: BOTH, cases: ['fetch id: a lone high surrogate'], native: started('""'), ours: started('"a\\ud800b"'), reason: SURROGATES },
  { drivers: BOTH, cases: ['fetch id: a lone low surrogate'], native: started('""'), ours: started('"\\udc00"'), reason: SURROGATES },
  { drivers: BOTH, cases: ['fetch id: surrogates in the wrong order'], native: started('""'), ours: started('"\\udc00\\ud800"'), reason: SURROGATES },
  { drivers: BOTH, cases: ['fetch id: 100000 characters'], native: started('100000 characters'), ours: 'rejected TypeError', reason: LONG },
  { drivers: BOTH, cases: ['get id: 100000 characters'], native: 'resolved undefined', ours: 'rejected TypeError', reason: LONG },

  {
    drivers: BOTH,
    cases: ['fetch requests: URL "/a\\nb<c"'],
    native: 'rejected TypeError',
    ours: STARTED,
    reason: 'native Chromium refuses URLs that look like dangling markup; neither the draft nor the Fetch standard does',
  },
  {
    drivers: BOTH,
    cases: ['fetch requests: URL "http://localhost:0/"'],
    native: STARTED,
    ours: 'rejected TypeError',
    reason: 'port 0 is a bad port by the Fetch standard',
  },
  { drivers: ['firefox'], cases: each('fetch requests', 'URL "http://a b.localhost/"', 'URL "http://xn--a.localhost/"'), native: STARTED, ours: 'rejected TypeError', reason: HOST },
  { drivers: ['firefox'], cases: each('match request', 'URL "http://a b.localhost/"', 'URL "http://xn--a.localhost/"'), native: 'resolved undefined', ours: 'rejected TypeError', reason: HOST },
  { drivers: ['firefox'], cases: each('matchAll request', 'URL "http://a b.localhost/"', 'URL "http://xn--a.localhost/"'), native: 'resolved no records', ours: 'rejected TypeError', reason: HOST },
  {
    drivers: ['firefox'],
    cases: ['fetch requests: a FormData body', 'fetch requests[1]: a FormData body'],
    native: '196 up',
    ours: '226 up',
    reason: 'the browsers’ boundaries between the parts differ in length',
  },

  { drivers: BOTH, cases: each('fetch options.downloadTotal', '-1', '-1.5', '"-1"'), native: 'resolved BackgroundFetchRegistration of 18446744073709552000 bytes, 0 up', ours: 'rejected QuotaExceededError', reason: QUOTA },
  { drivers: BOTH, cases: ['fetch options.downloadTotal: 2**63 - 1024'], native: 'resolved BackgroundFetchRegistration of 9223372036854775000 bytes, 0 up', ours: 'rejected QuotaExceededError', reason: QUOTA },
  { drivers: BOTH, cases: ['fetch options.downloadTotal: 2**63'], native: 'resolved BackgroundFetchRegistration of 9223372036854776000 bytes, 0 up', ours: 'rejected QuotaExceededError', reason: QUOTA },
  { drivers: BOTH, cases: ['fetch options.downloadTotal: 2**64 - 2048'], native: 'resolved BackgroundFetchRegistration of 18446744073709550000 bytes, 0 up', ours: 'rejected QuotaExceededError', reason: QUOTA },

  {
    drivers: BOTH,
    cases: /^updateUI options/,
    native: 'made undefined',
    ours: 'rejected InvalidStateError',
    reason: 'the draft rejects where the event is not active, as none is that a script made; native Chromium returns undefined, not even a promise',
  },

  { drivers: BOTH, cases: /\.icons\[0\]: /, native: '(platform purpose', ours: '(label', reason: LABEL },
  { drivers: BOTH, cases: ['fetch options.icons[0]: a getter of label that throws'], native: `${STARTED} (label sizes src type)`, ours: 'rejected OwnError (label)', reason: LABEL },
  { drivers: BOTH, cases: ['updateUI options.icons[0]: a getter of label that throws'], native: 'rejected InvalidStateError (label sizes src type)', ours: 'rejected OwnError (label)', reason: LABEL },
  ...(['fetch options', 'updateUI options'] as const).flatMap((options): OutcomeDifference[] => {
    const native = options === 'fetch options' ? STARTED : 'rejected InvalidStateError';
    const label = `${options}.icons[0].label`;
    const unconvertible = each(label, 'a symbol', 'a Symbol object', 'Symbol.toPrimitive that gives an object', 'a revoked Proxy');
    return [
      { drivers: BOTH, cases: unconvertible, native, ours: 'rejected TypeError', reason: LABEL },
      { drivers: BOTH, cases: [`${label}: toString that throws`], native, ours: 'rejected OwnError', reason: LABEL },
      { drivers: BOTH, cases: [`${label}: toString`], native, ours: `${native} (toString)`, reason: LABEL },
      { drivers: BOTH, cases: [`${label}: Symbol.toPrimitive`], native, ours: `${native} (string)`, reason: LABEL },
      { drivers: BOTH, cases: [`${options}.icons: results whose done is truthy`], native: 'rejected OwnError', ours: native, reason: DONE_FIRST },
      { drivers: BOTH, cases: [`${options}.icons: an Array whose iterator is another`], native: 'rejected TypeError', ours: native, reason: ARRAY },
    ];
  }),
  { drivers: BOTH, cases: ['fetch requests: results whose done is truthy'], native: 'rejected OwnError', ours: 'rejected TypeError', reason: DONE_FIRST },
  { drivers: BOTH, cases: /results with getters that note$/, native: '(value done value done)', ours: '(done value done)', reason: DONE_FIRST },
];
