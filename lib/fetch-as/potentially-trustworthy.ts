/** `localhost`, its subdomains and the loopback addresses: names that no network can give to somebody else. */
export const isLoopbackHost = (hostname: string): boolean =>
  hostname === 'localhost' || hostname.endsWith('.localhost') || /^127\.\d+\.\d+\.\d+$/.test(hostname) || hostname === '[::1]';

/** Of http: and https: URLs. https://w3c.github.io/webappsec-secure-contexts/#is-url-trustworthy */
export const isPotentiallyTrustworthy = (url: URL): boolean => url.protocol === 'https:' || isLoopbackHost(url.hostname);
