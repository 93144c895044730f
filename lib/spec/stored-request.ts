import type { StoredRequest } from '../protocol/stored';
import { createException } from './errors';
import { Request, TypeError } from './intrinsics';
import { nativeGetter } from './web-idl';

const ATTRIBUTES = ['url', 'method', 'headers', 'mode', 'credentials', 'cache', 'redirect', 'referrer', 'referrerPolicy', 'integrity'] as const;

/** The plain form of a Request, its body apart; whatever the site has done to the object's properties and prototype. */
export const describeRequest = (request: Request): StoredRequest => {
  const entries = ATTRIBUTES.map((name) => [name, nativeGetter(Request.prototype, name)(request)]);
  const { headers, mode, ...attributes } = Object.fromEntries(entries) as Pick<Request, (typeof ATTRIBUTES)[number]>;
  // Never `no-cors` in a record; in a query of `match()` the mode does not matter.
  return { ...attributes, headers: [...headers], mode: mode === 'no-cors' ? 'cors' : mode, body: null };
};

/**
 * The request of one record, as `fetch()` must make it: "invoking the Request constructor".
 * https://wicg.github.io/background-fetch/#background-fetch-manager-fetch
 */
export const createRecordRequest = (input: Request | string, context: string): Request => {
  const request = new Request(input);
  if (request.mode === 'no-cors') throw new TypeError(`${context}: the request mode of ${request.url} must not be no-cors.`);
  // https://github.com/WICG/background-fetch/issues/44, and web-platform-tests: other schemes never start.
  if (!/^https?:/.test(request.url)) throw new TypeError(`${context}: the scheme of ${request.url} is neither https: nor http:.`);
  return request;
};

/** Reads the body to its end, so that the request is ours whatever becomes of the page. */
export const storeRequest = async (request: Request): Promise<StoredRequest> => {
  const stored = describeRequest(request);
  if (stored.method === 'GET' || stored.method === 'HEAD') return stored;
  let body: Blob;
  try {
    body = await request.blob();
  } catch {
    throw createException('unreadable-body');
  }
  // Without Request.body (Firefox) an empty body cannot be told from none; both send no bytes.
  return body.size === 0 ? stored : { ...stored, body };
};

/** A Blob that lends no Content-Type to what is built from it: a Request's or Response's own headers say all. */
export const withoutType = (blob: Blob): Blob => (blob.type === '' ? blob : blob.slice(0, blob.size, ''));

/** A Request object for a record, body included. https://wicg.github.io/background-fetch/#create-settled-fetches-algorithm */
export const createRequest = ({ url, mode, body, ...stored }: StoredRequest): Request =>
  new Request(url, {
    ...stored,
    // No script may construct a navigation; the Fetch standard's own substitute: https://fetch.spec.whatwg.org/#dom-request
    mode: mode === 'navigate' ? 'same-origin' : mode,
    body: body && withoutType(body),
  });
