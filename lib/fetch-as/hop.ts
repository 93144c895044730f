/** One HTTP exchange under a header rule of its own. */

import type { HeaderList } from '../protocol/stored';
import { tripwireOf, type HopKey, type HopObservation } from '../protocol/transfer';
import { getHeader, normalizeHeaders } from './header-list';
import { isRedirectStatus } from './http-redirect-fetch';
import { FetchAsError, NoHostAccess, refused, type HopService } from './types';

export interface Hop {
  url: URL;
  method: string;
  headers: HeaderList;
  body: Blob | null;
  includeCredentials: boolean;
  /** Headers that no script can set: null: must not be sent. */
  forced: Record<string, string | null>;
}

export interface HopResponse {
  status: number;
  statusText: string;
  /** Unfiltered. */
  headers: HeaderList;
  /** A redirect that names a location; it has no body. */
  redirect: boolean;
  ip: string | null;
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

/** @param beforeSend awaited when the rule stands and nothing has gone out yet */
export type PerformHop = (hop: Hop, signal: AbortSignal, beforeSend?: () => Promise<void>) => Promise<HopResponse>;

/** The first ordered header that did not go out as ordered, or null. */
const disobeyed = (forced: Hop['forced'], sent: HeaderList): string | null => {
  for (const [name, value] of Object.entries(forced)) {
    const actual = getHeader(sent, name);
    // Other extensions take the Referer away for privacy, from the page's own requests too.
    if (actual !== value && !(name === 'referer' && actual === null)) return name;
  }
  return null;
};

/** Chromium fails a redirect to other schemes as if the connection had failed, which would be tried again. */
const leavesTheWeb = ({ status, received }: HopObservation, url: URL): boolean => {
  const location = isRedirectStatus(status) ? getHeader(normalizeHeaders(received), 'location') : null;
  return location !== null && URL.canParse(location, url) && !/^https?:$/.test(new URL(location, url).protocol);
};

const failure = (signal: AbortSignal, detail: string, cause?: unknown): FetchAsError =>
  signal.aborted ? new FetchAsError('aborted', 'aborted') : new FetchAsError('network', detail, { cause });

const noAccess = (signal: AbortSignal, { origin }: URL, cause?: unknown): FetchAsError =>
  signal.aborted ? new FetchAsError('aborted', 'aborted') : new NoHostAccess(origin, { cause });

const initOf = (hop: Hop, headers: Headers): RequestInit => ({
  method: hop.method,
  headers,
  // Without a type: Content-Type stands in the headers.
  body: hop.body === null ? null : hop.body.slice(0, hop.body.size, ''),
  credentials: hop.includeCredentials ? 'include' : 'omit',
  // Must not be any other: the HTTP cache of the extension's own origin would be shared between sites.
  cache: 'no-store',
  redirect: 'manual',
  referrerPolicy: 'no-referrer',
});

/**
 * Nothing of a response is used unless the browser shows that every ordered header went out.
 *
 * The tripwire is a header with the key in its name, which the rule takes away: where the rule would not apply (no access to the host), it makes
 * the browser send a preflight without cookies instead of the request.
 */
export const createPerformHop = (hops: HopService, fetch: typeof globalThis.fetch): PerformHop => {
  const observe = async (key: HopKey, signal: AbortSignal, failed: boolean): Promise<HopObservation | null> => {
    try {
      return await hops.observe(key, failed);
    } catch (error) {
      throw failure(signal, 'not observed', error);
    }
  };

  return async (hop, signal, beforeSend) => {
    if (signal.aborted) throw failure(signal, '');
    let headers: Headers;
    try {
      headers = new Headers(hop.headers);
    } catch (error) {
      throw new FetchAsError('refused', 'malformed header', { cause: error });
    }
    const forced: Hop['forced'] = { ...hop.forced, ...(hop.includeCredentials ? {} : { cookie: null }) };
    const key = await hops.begin({ url: hop.url.href, headers: forced }).catch((error: unknown) => {
      throw failure(signal, 'no header rule', error);
    });
    if (key === null) throw noAccess(signal, hop.url);
    const tripwire = tripwireOf(key);
    headers.append(tripwire, '1');
    const url = new URL(hop.url);
    url.hash = key;
    let over = false;
    const see = async (failed: boolean): Promise<HopObservation | null> => {
      const seen = await observe(key, signal, failed);
      over = true;
      return seen;
    };
    try {
      await beforeSend?.();

      const response = await fetch(url.href, { ...initOf(hop, headers), signal }).catch(async (error: unknown) => {
        const { onLine } = navigator;
        const seen = signal.aborted ? undefined : await see(true);
        // Offline, Firefox may fail a request before anybody sees it, and before it says that it is.
        if (seen === null && onLine && navigator.onLine) throw noAccess(signal, url, error);
        if (seen && leavesTheWeb(seen, url)) throw refused('redirect to another scheme');
        throw failure(signal, 'connection failed', error);
      });
      try {
        const seen = await see(false);
        if (seen === null) throw noAccess(signal, url);
        const wrong = disobeyed({ ...forced, [tripwire]: null }, normalizeHeaders(seen.sent));
        if (wrong !== null) throw failure(signal, `header ${wrong} was not sent as ordered`);
        if (signal.aborted) throw failure(signal, '');
        return read(response, seen);
      } catch (error) {
        void response.body?.cancel().catch(() => {});
        throw error;
      }
    } finally {
      // A rule left behind matches nothing: its key is never used again.
      if (!over) void hops.end(key).catch(() => {});
    }
  };
};

const read = (response: Response, seen: HopObservation): HopResponse => {
  const redirect = response.type === 'opaqueredirect';
  // Any other type hides headers: no access to the host after all.
  if (!redirect && response.type !== 'basic') throw refused(`response of type ${response.type}`);
  return {
    status: redirect ? seen.status : response.status,
    statusText: redirect ? '' : response.statusText,
    headers: redirect ? normalizeHeaders(seen.received) : [...response.headers],
    redirect,
    ip: seen.ip,
    body: response.body,
  };
};
