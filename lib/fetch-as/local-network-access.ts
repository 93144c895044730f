/**
 * A page reaches a network more private than its own only as far as its own requests would: not at all, since nobody can be asked here.
 * https://wicg.github.io/local-network-access/
 */

import { addressSpaceOf, addressSpaceOfHost, isLessPublic, type AddressSpace } from './ip-address-space';
import { refused, type FetchClient } from './types';

export interface LocalNetworkAccess {
  /** Before anything is sent: hosts that say by their name where they are. Throws `refused`. */
  checkHost(url: URL, client: FetchClient): void;
  /** Decides on the address actually used; null: the browser does not tell (a proxy resolved the name). Rejects `refused`. */
  checkAddress(url: URL, ip: string | null, client: FetchClient): Promise<void>;
}

const hostSpace = (client: FetchClient): AddressSpace | null => addressSpaceOfHost(new URL(client.origin).hostname);

/**
 * @param locate address that answers for an https: origin, or null. Must come from an exchange that TLS has authenticated: what DNS says of a
 * name is the word of whoever owns the name.
 */
export const createLocalNetworkAccess = (locate: (client: FetchClient) => Promise<string | null>): LocalNetworkAccess => {
  const located = new Map<string, AddressSpace>();

  const locatedSpace = async (client: FetchClient): Promise<AddressSpace> => {
    const known = located.get(client.origin);
    if (known !== undefined) return known;
    const ip = await locate(client);
    if (ip === null) return 'public';
    const space = addressSpaceOf(ip);
    located.set(client.origin, space);
    return space;
  };

  return {
    checkHost: (url, client) => {
      const target = addressSpaceOfHost(url.hostname);
      // A client known only by DNS counts as public here: behind a local proxy its address would look like loopback.
      if (target !== null && isLessPublic(target, hostSpace(client) ?? 'public')) throw refused(`${target} address`);
    },

    checkAddress: async (url, ip, client) => {
      if (ip === null) return;
      const target = addressSpaceOf(ip);
      if (target === 'public') return;
      const named = hostSpace(client);
      if (named !== null) {
        if (isLessPublic(target, named)) throw refused(`${target} address`);
      } else if (!client.origin.startsWith('https:')) {
        throw refused(`${target} address`);
      } else if (url.origin === client.origin) {
        located.set(client.origin, target);
      } else if ((await locatedSpace(client)) !== target) {
        // Not "no more private": see checkHost on proxies.
        throw refused(`${target} address`);
      }
    },
  };
};
