/** The two ends of a CORS-preflight fetch. https://fetch.spec.whatwg.org/#cors-preflight-fetch-0 */

import type { HeaderList } from '../protocol/stored';
import { corsCheck } from './cors-check';
import { corsUnsafeRequestHeaderNames, isCORSSafelistedMethod } from './cors-safelisted-request-header';
import { extractTokens } from './header-list';

export interface PreflightedRequest {
  method: string;
  headers: HeaderList;
  credentials: RequestCredentials;
  hadUnsafeHeaders: boolean;
}

/** Firefox asks again after a redirect, also where the redirect took away what had to be asked for; the standard does not. */
export const needsPreflight = ({ method, hadUnsafeHeaders }: PreflightedRequest): boolean => !isCORSSafelistedMethod(method) || hadUnsafeHeaders;

/** The headers that make an OPTIONS request a preflight; null: not sent. */
export const preflightHeaders = ({ method, headers }: PreflightedRequest): Record<string, string | null> => {
  const names = corsUnsafeRequestHeaderNames(headers);
  return {
    'access-control-request-method': method,
    'access-control-request-headers': names.length > 0 ? names.join(',') : null,
  };
};

/** @returns null when the request may be made, else why not */
export const checkPreflight = (
  request: PreflightedRequest,
  response: { status: number; headers: HeaderList },
  serializedOrigin: string,
): string | null => {
  const { method, headers, credentials } = request;
  const verdict = corsCheck(response.headers, serializedOrigin, credentials);
  if (verdict !== null) return verdict;
  if (response.status < 200 || response.status > 299) return `preflight status ${response.status}`;

  const methods = extractTokens(response.headers, 'access-control-allow-methods') ?? [];
  const names = extractTokens(response.headers, 'access-control-allow-headers') ?? [];
  if (methods === 'failure' || names === 'failure') return 'malformed allow list';

  const wildcard = credentials !== 'include';
  if (!isCORSSafelistedMethod(method) && !methods.includes(method) && !(wildcard && methods.includes('*'))) return `method ${method} not allowed`;
  const allowed = new Set(names.map((name) => name.toLowerCase()));
  // `*` never stands for a CORS non-wildcard request-header name.
  if (headers.some(([name]) => name === 'authorization') && !allowed.has('authorization')) return 'header authorization not allowed';
  for (const name of corsUnsafeRequestHeaderNames(headers)) {
    if (!allowed.has(name) && !(wildcard && allowed.has('*'))) return `header ${name} not allowed`;
  }
  return null;
};
