import { isForbiddenRequestHeader } from '../../fetch-as/forbidden-request-header';
import type { HeaderList } from '../../protocol/stored';
import { MAX_HEADER_BYTES } from '../limits';
import { asArray, asString, malformed, tooLarge } from './shapes';

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** https://fetch.spec.whatwg.org/#header-value: bytes, no NUL, CR or LF, no white space at either end. */
const VALUE = /^(?![\t ])[\t\x20-\xFF]*(?<![\t ])$/;

export const isToken = (text: string): boolean => TOKEN.test(text);

/** Headers as a Request's own list would hold them: forbidden ones are left out, silently as there. */
export const asHeaderList = (value: unknown): HeaderList => {
  const headers: HeaderList = [];
  let bytes = 0;
  for (const pair of asArray(value, 'headers')) {
    const [givenName, givenValue, ...rest] = asArray(pair, 'header');
    const name = asString(givenName, 'header name', MAX_HEADER_BYTES).toLowerCase();
    const text = asString(givenValue, 'header value', MAX_HEADER_BYTES);
    if (rest.length > 0 || !isToken(name) || !VALUE.test(text)) throw malformed('header');
    bytes += name.length + text.length;
    if (bytes > MAX_HEADER_BYTES) throw tooLarge('the header list of a request');
    if (!isForbiddenRequestHeader(name, text)) headers.push([name, text]);
  }
  return headers;
};
