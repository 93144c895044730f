import type { MatchQuery } from '../protocol/site';
import type { HeaderList, MatchOptions, StoredRequest, StoredResponse } from '../protocol/stored';

/** https://fetch.spec.whatwg.org/#concept-header-list-get */
const combinedValue = (headers: HeaderList, name: string): string | null => {
  const values = headers.filter(([key]) => key.toLowerCase() === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
};

const comparableURL = (url: string, ignoreSearch: boolean): string => {
  const parsed = new URL(url);
  parsed.hash = '';
  if (ignoreSearch) parsed.search = '';
  return parsed.href;
};

/** https://w3c.github.io/ServiceWorker/#request-matches-cached-item */
export const requestMatchesCachedItem = (
  requestQuery: StoredRequest,
  request: StoredRequest,
  response: StoredResponse | null,
  { ignoreMethod, ignoreSearch, ignoreVary }: MatchOptions,
): boolean => {
  // The query's own method: no step of this algorithm, but of https://w3c.github.io/ServiceWorker/#cache-matchall before it, and what Chromium does.
  if (!ignoreMethod && (request.method !== 'GET' || requestQuery.method !== 'GET')) return false;
  if (comparableURL(requestQuery.url, ignoreSearch) !== comparableURL(request.url, ignoreSearch)) return false;
  const vary = response === null || ignoreVary ? null : combinedValue(response.headers, 'vary');
  if (vary === null) return true;
  return vary
    .split(',')
    .map((field) => field.trim().toLowerCase())
    .filter((field) => field !== '')
    .every((field) => field !== '*' && combinedValue(request.headers, field) === combinedValue(requestQuery.headers, field));
};

/**
 * The records that `matchAll()` finds, in request order; all of them without a query.
 * @param limit at most so many; null for all
 */
export const matchRecords = <R extends { request: StoredRequest; response: StoredResponse | null }>(
  records: readonly R[],
  query: MatchQuery | null,
  limit: number | null,
): R[] => {
  const matches: R[] = [];
  for (const record of records) {
    if (matches.length === limit) break;
    if (query === null || requestMatchesCachedItem(query.request, record.request, record.response, query.options)) matches.push(record);
  }
  return matches;
};
