import { isPotentiallyTrustworthy } from './potentially-trustworthy';
import type { Policy } from './referrer-policies';
import { isSameSite } from './same-site';

export const defaultReferrerPolicy: Policy = 'strict-origin-when-cross-origin';

/** https://w3c.github.io/webappsec-referrer-policy/#strip-url */
const strip = (source: URL, originOnly: boolean): URL => {
  const url = new URL(originOnly ? '/' : source, source);
  url.username = '';
  url.password = '';
  url.hash = '';
  return url;
};

/** Firefox lets a page tell another site no more than its default would; we do so everywhere. */
const strictAcrossSites = (policy: Policy, source: URL, target: URL): Policy =>
  !isSameSite(source, target) && (policy === 'unsafe-url' || policy === 'no-referrer-when-downgrade' || policy === 'origin-when-cross-origin')
    ? defaultReferrerPolicy
    : policy;

/**
 * What `Referer` says on the way to `target`; null: no such header.
 * https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer
 */
export const determineReferrer = (source: URL | null, policy: Policy, target: URL): URL | null => {
  if (source === null || (source.protocol !== 'http:' && source.protocol !== 'https:')) return null;
  const origin = strip(source, true);
  const whole = strip(source, false);
  const full = whole.href.length > 4096 ? origin : whole;
  const same = source.origin === target.origin;
  const downgrade = isPotentiallyTrustworthy(source) && !isPotentiallyTrustworthy(target);
  switch (strictAcrossSites(policy, source, target)) {
    case 'no-referrer':
      return null;
    case 'origin':
      return origin;
    case 'unsafe-url':
      return full;
    case 'strict-origin':
      return downgrade ? null : origin;
    case 'strict-origin-when-cross-origin':
      return same ? full : downgrade ? null : origin;
    case 'same-origin':
      return same ? full : null;
    case 'origin-when-cross-origin':
      return same ? full : origin;
    case 'no-referrer-when-downgrade':
      return downgrade ? null : full;
  }
};
