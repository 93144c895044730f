import { getDomain } from 'tldts';

/** https://url.spec.whatwg.org/#host-registrable-domain; private suffixes count, as in browsers. */
const registrableDomain = (hostname: string): string | null => {
  // To browsers, a name with a final dot is another name; the list's library drops the dot.
  const domain = hostname.endsWith('.') ? null : getDomain(hostname, { allowPrivateDomains: true });
  return domain === '' ? null : domain;
};

/** Schemeful. https://html.spec.whatwg.org/#same-site */
export const isSameSite = (a: URL, b: URL): boolean => {
  if (a.protocol !== b.protocol) return false;
  if (a.hostname === b.hostname) return true;
  const domain = registrableDomain(a.hostname);
  return domain !== null && domain === registrableDomain(b.hostname);
};
