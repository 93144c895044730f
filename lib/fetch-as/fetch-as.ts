/**
 * The Fetch standard's main fetch and HTTP fetch for a given origin, hop by hop. What the page's own `fetch()` would have been refused is
 * refused here. https://fetch.spec.whatwg.org/#concept-main-fetch
 */

import type { HeaderList, StoredRequest } from '../protocol/stored';
import { hasBadPort } from './bad-port';
import { corsCheck } from './cors-check';
import { checkPreflight, needsPreflight, preflightHeaders } from './cors-preflight';
import { corsUnsafeRequestHeaderNames } from './cors-safelisted-request-header';
import { defaultReferrerPolicy, determineReferrer } from './determine-referrer';
import { filterResponseHeaders, withoutCookies } from './filter-response-headers';
import { isForbiddenMethod, isForbiddenRequestHeader } from './forbidden-request-header';
import { normalizeHeaders, withoutHeaders } from './header-list';
import { createPerformHop, type HopResponse, type PerformHop } from './hop';
import { currentURL, type HopRequest } from './hop-request';
import { httpRedirectFetch, isRedirectStatus } from './http-redirect-fetch';
import { includesCredentials } from './includes-credentials';
import { createLocalNetworkAccess, type LocalNetworkAccess } from './local-network-access';
import { isMixedContent } from './mixed-content';
import { originHeader } from './origin-header';
import { serializeRequestOrigin } from './serialize-request-origin';
import { setSecFetch } from './set-sec-fetch';
import { refused, type FetchAs, type FetchAsOptions, type FetchClient, type FetchedResponse, type HopService } from './types';

/** The client's URL where the request says `about:client`; a page may name any other URL of its own origin, and no foreign one. */
const referrerSource = (request: StoredRequest, client: FetchClient): URL | null => {
  if (request.referrer === '') return null;
  const named = request.referrer !== 'about:client' && URL.canParse(request.referrer) ? new URL(request.referrer) : null;
  if (named?.origin === client.origin) return named;
  const own = URL.canParse(client.url) ? new URL(client.url) : null;
  return own?.origin === client.origin ? own : null;
};

const start = (request: StoredRequest, client: FetchClient): HopRequest => {
  if (!/^https?:\/\//.test(client.origin) || new URL(client.origin).origin !== client.origin) throw refused('opaque origin');
  if (!URL.canParse(request.url)) throw refused('not a URL');
  const url = new URL(request.url);
  if (url.username !== '' || url.password !== '') throw refused('URL with credentials');
  if (isForbiddenMethod(request.method)) throw refused(`method ${request.method}`);
  if (request.cache === 'only-if-cached') throw refused('nothing is cached');
  const headers = normalizeHeaders(request.headers).filter(([name, value]) => !isForbiddenRequestHeader(name, value));
  return {
    client,
    urlList: [url],
    method: request.method,
    headers,
    body: request.body,
    // A navigation's request, fetched by a script, must not read across origins.
    mode: request.mode === 'cors' ? 'cors' : 'same-origin',
    credentials: request.credentials,
    referrer: referrerSource(request, client),
    referrerPolicy: request.referrerPolicy || client.referrerPolicy || defaultReferrerPolicy,
    tainting: 'basic',
    hadUnsafeHeaders: corsUnsafeRequestHeaderNames(headers).length > 0,
  };
};

/** The checks of main fetch that come before the network, and what they settle. */
const mainFetch = (request: HopRequest, local: LocalNetworkAccess): HopRequest => {
  const url = currentURL(request);
  const { client } = request;
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw refused(`scheme ${url.protocol}`);
  if (hasBadPort(url)) throw refused(`port ${url.port}`);
  if (isMixedContent(url, client.origin)) throw refused('mixed content');
  local.checkHost(url, client);
  const crossOrigin = url.origin !== client.origin || request.tainting === 'cors';
  if (crossOrigin && request.mode === 'same-origin') throw refused('other origin');
  return {
    ...request,
    tainting: crossOrigin ? 'cors' : 'basic',
    referrer: determineReferrer(request.referrer, request.referrerPolicy, url),
  };
};

/** As an addition of the user agent, a range needs no preflight. https://fetch.spec.whatwg.org/#concept-request-add-range-header */
const withRange = (headers: HeaderList, range: FetchAsOptions['range']): HeaderList => {
  if (range === undefined) return headers;
  const own: HeaderList = [['range', `bytes=${range.start}-${range.end ?? ''}`]];
  if (range.ifRange !== null) own.push(['if-range', range.ifRange]);
  return [...withoutHeaders(headers, ['range', 'if-range']), ...own];
};

const finish = (request: HopRequest, { status, statusText, headers, body }: HopResponse): FetchedResponse => {
  const url = new URL(currentURL(request));
  url.hash = '';
  return {
    response: {
      url: url.href,
      redirected: request.urlList.length > 1,
      type: request.tainting,
      status,
      statusText,
      headers: filterResponseHeaders(headers, request.tainting, request.credentials),
    },
    headers: withoutCookies(headers),
    body,
  };
};

const cancel = ({ body }: HopResponse): void => void body?.cancel().catch(() => {});

/** Asks a client's own origin for as little as possible, to learn where it is. Only for origins whose answers TLS vouches for. */
const createLocate =
  (perform: PerformHop) =>
  async ({ origin }: FetchClient): Promise<string | null> => {
    try {
      const forced = { origin: null, referer: null, 'sec-fetch-site': 'same-origin', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
      const hop = { url: new URL(origin), method: 'HEAD', headers: [], body: null, includeCredentials: false, forced };
      const response = await perform(hop, AbortSignal.timeout(10_000));
      cancel(response);
      return response.ip;
    } catch {
      return null;
    }
  };

/**
 * Runs where the bytes go: in the transfer Worker.
 * @param fetch an extension's: not bound by CORS for the hosts it has access to
 */
export const createFetchAs = (hops: HopService, fetch: typeof globalThis.fetch = globalThis.fetch.bind(globalThis)): FetchAs => {
  const perform = createPerformHop(hops, fetch);
  const local = createLocalNetworkAccess(createLocate(perform));

  /** https://fetch.spec.whatwg.org/#concept-http-fetch, without redirects. */
  const httpFetch = async (request: HopRequest, { range, signal, beforeSend }: FetchAsOptions): Promise<HopResponse> => {
    const url = currentURL(request);
    const { client, tainting, credentials } = request;
    const serializedOrigin = serializeRequestOrigin(request.urlList, client.origin);
    const referer = request.referrer?.href ?? null;

    if (tainting === 'cors' && needsPreflight(request)) {
      const forced = { origin: serializedOrigin, referer, ...setSecFetch(request, 'cors'), ...preflightHeaders(request) };
      const response = await perform({ url, method: 'OPTIONS', headers: [], body: null, includeCredentials: false, forced }, signal);
      cancel(response);
      await local.checkAddress(url, response.ip, client);
      const verdict = checkPreflight(request, response, serializedOrigin);
      if (verdict !== null) throw refused(`preflight: ${verdict}`);
    }

    const response = await perform(
      {
        url,
        method: request.method,
        headers: withRange(request.headers, range),
        body: request.body,
        includeCredentials: includesCredentials(request),
        forced: { origin: originHeader(request), referer, ...setSecFetch(request, request.mode) },
      },
      signal,
      beforeSend,
    );
    try {
      await local.checkAddress(url, response.ip, client);
      const verdict = tainting === 'cors' ? corsCheck(response.headers, serializedOrigin, credentials) : null;
      if (verdict !== null) throw refused(verdict);
      return response;
    } catch (error) {
      cancel(response);
      throw error;
    }
  };

  return async (storedRequest, client, options) => {
    let request = start(storedRequest, client);
    for (;;) {
      request = mainFetch(request, local);
      const response = await httpFetch(request, options);
      if (!response.redirect) return finish(request, response);
      cancel(response);
      // `manual` gives a page an opaque response, of which a background fetch can show nothing.
      if (storedRequest.redirect !== 'follow') throw refused(`redirect mode ${storedRequest.redirect}`);
      const next = isRedirectStatus(response.status) ? httpRedirectFetch(request, response) : null;
      if (next === null) throw refused('redirect without a location');
      request = next;
    }
  };
};
