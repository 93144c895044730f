import type { Ask } from './ask';

/** Cannot exist (RFC 2606), so that only a policy which names no hosts allows it. Tells whose question it is where a site has violations reported. */
const NOWHERE = 'background-fetch-anywhere.invalid';

/**
 * Whether policy lets this realm fetch from hosts it does not name. Where it does not, a redirect to another origin must not be followed: the
 * page's own fetch would be asked again, and nobody is there to ask when a background fetch is redirected.
 * @param origin the realm's own
 */
export async function connectsAnywhere(ask: Ask, origin: string): Promise<boolean> {
  const schemes = origin.startsWith('http:') ? ['https:', 'http:'] : ['https:'];
  return (await ask(schemes.map((scheme) => `${scheme}//${NOWHERE}/`))).every((allowed) => allowed);
}
