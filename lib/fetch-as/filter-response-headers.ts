import type { HeaderList } from '../protocol/stored';
import { extractTokens } from './header-list';

/** https://fetch.spec.whatwg.org/#forbidden-response-header-name */
const forbidden = new Set(['set-cookie', 'set-cookie2']);
/** https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name */
const safelisted = ['cache-control', 'content-language', 'content-length', 'content-type', 'expires', 'last-modified', 'pragma'];

export const withoutCookies = (headers: HeaderList): HeaderList => headers.filter(([name]) => !forbidden.has(name));

/** What the page may see. https://fetch.spec.whatwg.org/#concept-filtered-response-basic and -cors */
export const filterResponseHeaders = (headers: HeaderList, tainting: 'basic' | 'cors', credentials: RequestCredentials): HeaderList => {
  const visible = withoutCookies(headers);
  if (tainting === 'basic') return visible;
  const exposed = extractTokens(headers, 'access-control-expose-headers');
  const names = exposed === null || exposed === 'failure' ? [] : exposed.map((name) => name.toLowerCase());
  if (credentials !== 'include' && names.includes('*')) return visible;
  const shown = new Set([...safelisted, ...names]);
  return visible.filter(([name]) => shown.has(name));
};
