import type { FetchedResponse } from '../fetch-as/types';
import type { StoredResponse } from '../protocol/stored';
import { firstHeader } from './headers';

const isHTML = ({ headers }: Pick<StoredResponse, 'headers'>): boolean => /^(text\/html|application\/xhtml\+xml)\s*(;|$)/i.test(firstHeader(headers, 'content-type')?.trim() ?? '');

/**
 * Whether this answer may come from a network that wants its visitor to log in first, and not from the resource: a page, where there was none before,
 * which names no version of itself or lies on another origin. https://www.rfc-editor.org/rfc/rfc8952
 * A resource that has become a page tells its version, as it did before.
 * @param before head of an earlier answer to the same request
 */
export const looksLikeAPortal = (before: StoredResponse, { response, headers }: FetchedResponse): boolean => {
  if (response.status !== 200 || !isHTML({ headers }) || isHTML(before)) return false;
  const unversioned = firstHeader(headers, 'etag') === null && firstHeader(headers, 'last-modified') === null;
  // An opaque response has no URL, before and now.
  return unversioned || (response.url !== '' && before.url !== '' && new URL(response.url).origin !== new URL(before.url).origin);
};
