import type { HeaderList } from '../protocol/stored';
import { extractContentRangeValues } from './extract-content-range-values';
import { combinedHeader } from './headers';
import type { Validators } from './record-row';

/**
 * https://wicg.github.io/background-fetch/#validate-partial-response-algorithm
 * @param partial all headers of a response of status 206
 * @param previous of the response that the bytes so far belong to
 */
export const validateAPartialResponse = (expectedRangeStart: number, partial: HeaderList, previous: Validators | null): boolean => {
  const range = extractContentRangeValues(partial);
  if (range === null || range.firstBytePos !== expectedRangeStart) return false;
  if (previous === null) return true;
  if (previous.etag !== null && previous.etag !== combinedHeader(partial, 'etag')) return false;
  if (previous.lastModified !== null && previous.lastModified !== combinedHeader(partial, 'last-modified')) return false;
  // Stricter than the draft, which compares only with a previous 206: a 200 told its length too.
  return previous.length === null || previous.length === range.completeLength;
};
