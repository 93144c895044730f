import type { HeaderList } from '../protocol/stored';
import { firstHeader } from './headers';

/** Positions are inclusive. */
export interface ContentRangeValues {
  firstBytePos: number;
  lastBytePos: number;
  /** Null: the server does not know. */
  completeLength: number | null;
}

/** https://wicg.github.io/background-fetch/#extract-content-range-values-algorithm ; null is failure. */
export const extractContentRangeValues = (headers: HeaderList): ContentRangeValues | null => {
  const value = firstHeader(headers, 'content-range');
  // Deviation: the draft's ABNF begins with "bytes=", which no server sends; RFC 9110, section 14.4 has "bytes ", and so have Chromium and this.
  const match = /^bytes (\d+)-(\d+)\/(\d+|\*)$/i.exec(value?.trim() ?? '');
  if (!match) return null;
  const firstBytePos = Number(match[1]);
  const lastBytePos = Number(match[2]);
  const completeLength = match[3] === '*' ? null : Number(match[3]);
  if (![firstBytePos, lastBytePos, completeLength ?? 0].every(Number.isSafeInteger)) return null;
  // RFC 9110: such a value is invalid, and its recipient must not join the bytes.
  if (lastBytePos < firstBytePos || (completeLength !== null && lastBytePos >= completeLength)) return null;
  return { firstBytePos, lastBytePos, completeLength };
};

/** The complete length that a 416 tells; null where it does not. https://www.rfc-editor.org/rfc/rfc9110#section-14.4 */
export const unsatisfiedLength = (headers: HeaderList): number | null => {
  const match = /^bytes \*\/(\d+)$/i.exec(firstHeader(headers, 'content-range')?.trim() ?? '');
  return match && Number.isSafeInteger(Number(match[1])) ? Number(match[1]) : null;
};
