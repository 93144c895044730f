import type { HeaderList } from '../protocol/stored';
import { extractTokens, getHeader, withoutHeaders } from './header-list';
import { currentURL, type HopRequest } from './hop-request';
import { isReferrerPolicy } from './referrer-policies';
import { refused } from './types';

/** https://fetch.spec.whatwg.org/#request-body-header-name */
const requestBodyHeaders = ['content-encoding', 'content-language', 'content-location', 'content-type'];
const maximumRedirects = 20;

export const isRedirectStatus = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/** https://fetch.spec.whatwg.org/#concept-response-location-url; null: no Location. Throws `refused` when it is no URL. */
const locationURL = (headers: HeaderList, current: URL): URL | null => {
  const location = getHeader(headers, 'location');
  // To the standard an empty one names the URL itself, to Chromium nothing.
  if (location === null || location === '') return null;
  if (!URL.canParse(location, current)) throw refused('Location is no URL');
  const url = new URL(location, current);
  if (url.hash === '') url.hash = current.hash;
  return url;
};

/** https://w3c.github.io/webappsec-referrer-policy/#parse-referrer-policy-from-header */
const redirectReferrerPolicy = (headers: HeaderList): HopRequest['referrerPolicy'] | null => {
  const tokens = extractTokens(headers, 'referrer-policy');
  if (tokens === null || tokens === 'failure') return null;
  return tokens.filter(isReferrerPolicy).at(-1) ?? null;
};

/**
 * The request of the next hop. The CORS check of this response has passed.
 * https://fetch.spec.whatwg.org/#http-redirect-fetch
 * @returns null when the response says nowhere to go: it is the answer
 * @throws FetchAsError `refused`
 */
export const httpRedirectFetch = (request: HopRequest, response: { status: number; headers: HeaderList }): HopRequest | null => {
  const current = currentURL(request);
  const location = locationURL(response.headers, current);
  if (location === null) return null;
  if (location.protocol !== 'http:' && location.protocol !== 'https:') throw refused(`redirect to ${location.protocol}`);
  if (request.urlList.length > maximumRedirects) throw refused('too many redirects');
  // https://w3c.github.io/webappsec-csp/#should-block-request is asked at every hop.
  if (!request.client.connectsAnywhere && location.origin !== current.origin) throw refused('redirect to another origin under a policy that names hosts');
  // Also where the standard allows it, same-origin: no extension can fetch a URL with credentials.
  if (location.username !== '' || location.password !== '') throw refused('redirect to a URL with credentials');

  let { method, headers, body } = request;
  const { status } = response;
  if (((status === 301 || status === 302) && method === 'POST') || (status === 303 && method !== 'GET' && method !== 'HEAD')) {
    method = 'GET';
    body = null;
    headers = withoutHeaders(headers, requestBodyHeaders);
  }
  if (location.origin !== current.origin) headers = withoutHeaders(headers, ['authorization']);
  return {
    ...request,
    method,
    headers,
    body,
    urlList: [...request.urlList, location],
    referrerPolicy: redirectReferrerPolicy(response.headers) ?? request.referrerPolicy,
  };
};
