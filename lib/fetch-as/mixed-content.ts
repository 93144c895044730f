import { isPotentiallyTrustworthy } from './potentially-trustworthy';

/**
 * https://w3c.github.io/webappsec-mixed-content/#should-block-fetch, but a page at http://localhost is not restricted: browsers ask for
 * https: where the specification asks for a potentially trustworthy origin.
 */
export const isMixedContent = (url: URL, clientOrigin: string): boolean => clientOrigin.startsWith('https:') && !isPotentiallyTrustworthy(url);
