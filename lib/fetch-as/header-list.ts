/** Header lists. Names are lower case, values isomorphic strings. https://fetch.spec.whatwg.org/#concept-header-list */

import type { HeaderList } from '../protocol/stored';

/** HTTP token: methods and field names. */
const token = /^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/;

/** Values of that name joined by `, `, or null. https://fetch.spec.whatwg.org/#concept-header-list-get */
export const getHeader = (list: HeaderList, name: string): string | null => {
  const values = list.filter(([n]) => n === name).map(([, value]) => value);
  return values.length === 0 ? null : values.join(', ');
};

export const withoutHeaders = (list: HeaderList, names: Iterable<string>): HeaderList => {
  const gone = new Set(names);
  return list.filter(([name]) => !gone.has(name));
};

/** Lower-case names and values without outer whitespace. https://fetch.spec.whatwg.org/#concept-header-value-normalize */
export const normalizeHeaders = (list: HeaderList): HeaderList =>
  list.map(([name, value]) => [name.toLowerCase(), value.replace(/^[\t\n\r ]+|[\t\n\r ]+$/g, '')]);

/**
 * Header values of a `#token` list, joined over all lines; null without the header, `failure` when one element is no token.
 * https://fetch.spec.whatwg.org/#extract-header-list-values
 */
export const extractTokens = (list: HeaderList, name: string): string[] | null | 'failure' => {
  const value = getHeader(list, name);
  if (value === null) return null;
  const elements = value
    .split(',')
    .map((element) => element.replace(/^[\t ]+|[\t ]+$/g, ''))
    .filter((element) => element !== '');
  return elements.every((element) => token.test(element)) ? elements : 'failure';
};
