import { currentURL, type HopRequest } from './hop-request';
import { isPotentiallyTrustworthy } from './potentially-trustworthy';
import { isSameSite } from './same-site';

/** https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-set-site */
const secFetchSite = ({ urlList, client }: HopRequest): string => {
  const origin = new URL(client.origin);
  let site = 'same-origin';
  for (const url of urlList) {
    if (url.origin === client.origin) continue;
    if (!isSameSite(origin, url)) return 'cross-site';
    site = 'same-site';
  }
  return site;
};

/** Fetch metadata as the page's; null: not sent. https://w3c.github.io/webappsec-fetch-metadata/#abstract-opdef-append-the-fetch-metadata-headers-for-a-request */
export const setSecFetch = (request: HopRequest, mode: string): Record<string, string | null> => {
  const sent = isPotentiallyTrustworthy(currentURL(request));
  return {
    'sec-fetch-site': sent ? secFetchSite(request) : null,
    'sec-fetch-mode': sent ? mode : null,
    'sec-fetch-dest': sent ? 'empty' : null,
    'sec-fetch-user': null,
    // The browser speaks of the extension's own access to cookies there.
    'sec-fetch-storage-access': null,
  };
};
