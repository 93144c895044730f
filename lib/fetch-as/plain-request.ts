import type { StoredRequest } from '../protocol/stored';

/** What `new Request(url)` makes, but for what is said. */
export const plainRequest = (url: string, more: Partial<StoredRequest> = {}): StoredRequest => ({
  url,
  method: 'GET',
  headers: [],
  mode: 'cors',
  credentials: 'same-origin',
  cache: 'default',
  redirect: 'follow',
  referrer: 'about:client',
  referrerPolicy: '',
  integrity: '',
  body: null,
  ...more,
});
