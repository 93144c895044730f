import { isMixedContent } from '../fetch-as/mixed-content';
import type { Ask } from './ask';

/** An origin with more paths than this is first asked about as a whole. */
const MANY = 8;

/**
 * The address to ask about in place of a request's. Query and fragment never matter to a policy. Mixed content is not refused here but when
 * it is fetched, as web-platform-tests want, so that https: stands in for it: a policy that refuses it refuses http: too.
 */
function addressOf(url: URL, origin: string): string {
  return `${isMixedContent(url, origin) ? 'https:' : url.protocol}//${url.host}${url.pathname}`;
}

/**
 * The first of the URLs that policy forbids this realm, or null.
 * @param origin the realm's own
 */
export async function forbiddenURL(urls: string[], ask: Ask, origin: string): Promise<string | null> {
  const byOrigin = new Map<string, Map<string, string>>();
  for (const url of urls) {
    const address = addressOf(new URL(url), origin);
    const target = new URL(address).origin;
    let addresses = byOrigin.get(target);
    if (!addresses) byOrigin.set(target, (addresses = new Map()));
    if (!addresses.has(address)) addresses.set(address, url);
  }
  for (const [target, addresses] of byOrigin) {
    if (addresses.size > MANY) {
      // A name that stands in no policy: where it is allowed, so is every path of that origin.
      const [all] = await ask([`${target}/${crypto.randomUUID()}`]);
      if (all) continue;
    }
    const verdicts = await ask([...addresses.keys()]);
    const refused = verdicts.indexOf(false);
    if (refused !== -1) return [...addresses.values()][refused]!;
  }
  return null;
}
