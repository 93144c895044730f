import { getDomain } from 'tldts';

/** https://url.spec.whatwg.org/#host-registrable-domain; private suffixes count, as in browsers. */
const registrableDomain = (hostname: string): string | null => {
  // To browsers, a name with a final dot is another name; the list's library drops the dot.
  const domain = hostname.endsWith('.') ? null : getDomain(hostname, { allowPrivateDomains: true });
  return domain === '' ? null : domain;
};

/** A name for the site, schemeful. https://html.spec.whatwg.org/#obtain-a-site */
export const siteOf = ({ protocol, hostname }: URL): string => `${protocol}//${registrableDomain(hostname) ?? hostname}`;

/** https://html.spec.whatwg.org/#same-site */
export const isSameSite = (a: URL, b: URL): boolean => siteOf(a) === siteOf(b);
