import { hasBadPort } from '../../fetch-as/bad-port';
import { isForbiddenMethod } from '../../fetch-as/forbidden-request-header';
import { REFERRER_POLICIES } from '../../fetch-as/referrer-policies';
import type { StoredRequest } from '../../protocol/stored';
import { WireException } from '../../wire/wire';
import { MAX_INTEGRITY_LENGTH, MAX_URL_LENGTH } from '../limits';
import { asHeaderList, isToken } from './header-list';
import { asObject, asOneOf, asString, malformed, parseURL } from './shapes';

const MODES = ['cors', 'same-origin', 'navigate'] as const;
const CREDENTIALS = ['omit', 'same-origin', 'include'] as const;
const CACHES = ['default', 'no-store', 'reload', 'no-cache', 'force-cache', 'only-if-cached'] as const;
const REDIRECTS = ['follow', 'error', 'manual'] as const;
/** The empty string: not said. */
export const STORED_REFERRER_POLICIES = ['', ...REFERRER_POLICIES] as const;

/** https://fetch.spec.whatwg.org/#concept-method-normalize */
export const asMethod = (value: unknown): string => {
  const method = asString(value, 'method', 1_000);
  if (!isToken(method) || isForbiddenMethod(method)) throw malformed('method');
  return /^(?:delete|get|head|options|post|put)$/i.test(method) ? method.toUpperCase() : method;
};

const asRequestURL = (value: unknown): string => {
  const url = parseURL(asString(value, 'a request URL', MAX_URL_LENGTH));
  if (!url || url.username !== '' || url.password !== '') throw malformed('a request URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') throw new WireException('forbidden-url', `cannot fetch "${url.protocol}" URLs`);
  // https://fetch.spec.whatwg.org/#port-blocking, of which no browser tells a site's realm in time.
  if (hasBadPort(url)) throw new WireException('forbidden-url', `cannot fetch from port ${url.port}`);
  return url.href;
};

/** Must never be a URL of another origin, which would make the Referer a lie: such a request has its client's referrer instead. */
const asReferrer = (value: unknown, origin: string): string => {
  const referrer = asString(value, 'referrer', MAX_URL_LENGTH);
  if (referrer === '') return '';
  const url = parseURL(referrer);
  return url && (url.protocol === 'https:' || url.protocol === 'http:') && url.origin === origin ? url.href : 'about:client';
};

const asBody = (value: unknown, method: string): Blob | null => {
  if (value === null) return null;
  if (!(value instanceof Blob) || method === 'GET' || method === 'HEAD') throw malformed('body');
  return value;
};

/** A request such as the realm's own Request constructor makes them for a caller of `origin`. */
export const asRequest = (value: unknown, origin: string): StoredRequest => {
  const request = asObject(value, 'request');
  const method = asMethod(request['method']);
  return {
    url: asRequestURL(request['url']),
    method,
    headers: asHeaderList(request['headers']),
    mode: asOneOf(request['mode'], MODES, 'mode'),
    credentials: asOneOf(request['credentials'], CREDENTIALS, 'credentials'),
    cache: asOneOf(request['cache'], CACHES, 'cache'),
    redirect: asOneOf(request['redirect'], REDIRECTS, 'redirect'),
    referrer: asReferrer(request['referrer'], origin),
    referrerPolicy: asOneOf(request['referrerPolicy'], STORED_REFERRER_POLICIES, 'referrerPolicy'),
    integrity: asString(request['integrity'], 'integrity', MAX_INTEGRITY_LENGTH),
    body: asBody(request['body'], method),
  };
};
