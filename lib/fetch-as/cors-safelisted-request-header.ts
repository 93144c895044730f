/** https://fetch.spec.whatwg.org/#cors-safelisted-request-header */

import type { HeaderList } from '../protocol/stored';
import { parseSingleRange } from './single-range';

const unsafeByte = /[\x00-\x08\x0a-\x1f"():<>?@[\\\]{}\x7f]/;
const essence = /^[\t\n\r ]*([!#$%&'*+.^_`|~0-9A-Za-z-]+\/[!#$%&'*+.^_`|~0-9A-Za-z-]+)[\t\n\r ]*(?:;|$)/;
const formTypes = new Set(['application/x-www-form-urlencoded', 'multipart/form-data', 'text/plain']);

/** @param name lower case */
export const isCORSSafelistedRequestHeader = (name: string, value: string): boolean => {
  if (value.length > 128) return false;
  switch (name) {
    case 'accept':
      return !unsafeByte.test(value);
    case 'accept-language':
    case 'content-language':
      return /^[0-9A-Za-z *,\-.;=]*$/.test(value);
    case 'content-type':
      return !unsafeByte.test(value) && formTypes.has(essence.exec(value)?.[1]?.toLowerCase() ?? '');
    case 'range':
      return parseSingleRange(value)?.start != null;
    default:
      return false;
  }
};

/** Sorted, each name once. https://fetch.spec.whatwg.org/#cors-unsafe-request-header-names */
export const corsUnsafeRequestHeaderNames = (headers: HeaderList): string[] => {
  const unsafe: string[] = [];
  const potentiallyUnsafe: string[] = [];
  let safelistValueSize = 0;
  for (const [name, value] of headers) {
    if (isCORSSafelistedRequestHeader(name, value)) {
      potentiallyUnsafe.push(name);
      safelistValueSize += value.length;
    } else {
      unsafe.push(name);
    }
  }
  return [...new Set(safelistValueSize > 1024 ? [...unsafe, ...potentiallyUnsafe] : unsafe)].sort();
};

/** https://fetch.spec.whatwg.org/#cors-safelisted-method */
export const isCORSSafelistedMethod = (method: string): boolean => method === 'GET' || method === 'HEAD' || method === 'POST';
