import type { Job } from '../jobs/model';
import type { StoredRecord } from '../jobs/schema';
import { parseURL } from '../jobs/validate/shapes';

/** Of these a plain request has its own, and they change no answer that matters. */
const HARMLESS = new Set(['accept', 'accept-language']);

/**
 * Whether the browser's download manager may fetch this file in our place. It asks plainly, with the browser's cookies, follows every redirect,
 * and shows the site nothing: like a click on a link, and never for more than the page itself could get. So the URL is the site's own, or one whose
 * server has let the page read this very answer. (The addresses of the local network are looked at there as well.) And nothing may be asked for
 * that a plain request would not get: a body, headers, an integrity that only we check.
 */
export const mayBeDirect = ({ origin }: Job, { request, response, hasBody }: StoredRecord): boolean => {
  const url = parseURL(request.url);
  if (request.method !== 'GET' || hasBody || request.integrity !== '' || !request.headers.every(([name]) => HARMLESS.has(name))) return false;
  if (url?.protocol !== 'https:' && url?.protocol !== 'http:') return false;
  return url.origin === origin || (response?.type === 'cors' && response.status >= 200 && response.status < 300);
};
