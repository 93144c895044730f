import type { HopRequest } from './hop-request';
import { isSameSite } from './same-site';

/**
 * May this hop carry cookies, HTTP authentication and client certificates?
 * https://fetch.spec.whatwg.org/#http-network-or-cache-fetch (includeCredentials), and beyond it: our requests use the first-party jar and
 * the browser does not apply SameSite or partitions to them, so every hop must be same-site with the page, and so must its ancestors.
 */
export const includesCredentials = ({ credentials, tainting, urlList, client }: HopRequest): boolean => {
  if (credentials === 'omit' || (credentials === 'same-origin' && tainting !== 'basic')) return false;
  const origin = new URL(client.origin);
  return client.crossSiteAncestor !== true && urlList.every((url) => isSameSite(origin, url));
};
