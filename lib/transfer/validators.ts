import type { HeaderList } from '../protocol/stored';
import { extractContentRangeValues } from './extract-content-range-values';
import { combinedHeader, contentLength, isEncoded } from './headers';
import type { Validators } from './record-row';

/** RFC 9110, section 8.8.2.2: how much older than the answer a resource must be for its date to tell two versions apart. */
const STRONG_AGE = 60_000;

const isStrongEtag = (etag: string): boolean => /^"[^"]*"$/.test(etag.trim());

const isStrongDate = (lastModified: string, date: string | null): boolean => Date.parse(date ?? '') - Date.parse(lastModified) >= STRONG_AGE;

/**
 * What a later partial response must match to be joined with this one; null where nothing may ever be joined: no strong validator,
 * a body whose bytes were re-coded on the way, a status that is not about the resource.
 */
export const validatorsOf = (status: number, headers: HeaderList): Validators | null => {
  if ((status !== 200 && status !== 206) || isEncoded(headers)) return null;
  const etag = combinedHeader(headers, 'etag');
  const lastModified = combinedHeader(headers, 'last-modified');
  // RFC 9110, section 13.1.5: a date only where there is no entity tag at all, so a weak tag rules out both.
  const strong = etag === null ? lastModified !== null && isStrongDate(lastModified, combinedHeader(headers, 'date')) : isStrongEtag(etag);
  if (!strong) return null;
  const length = status === 206 ? (extractContentRangeValues(headers)?.completeLength ?? null) : contentLength(headers);
  return { etag, lastModified, length };
};

/** https://www.rfc-editor.org/rfc/rfc9110#field.if-range */
export const ifRangeOf = ({ etag, lastModified }: Validators): string | null => etag ?? lastModified;
