/** What the user answered, per site. Kept in storage.local, one key a site; no answer is "allow". */

import type { Storage } from 'webextension-polyfill';
import type { Consent, SiteConsent } from '../protocol/ui';

export interface Consents {
  get(origin: string): Promise<Consent>;
  set(origin: string, consent: Consent): Promise<void>;
  /** Sites with another answer than "allow". */
  all(): Promise<SiteConsent[]>;
  /** The "background-fetch" permission. https://wicg.github.io/background-fetch/#dom-permissionname-background-fetch */
  permission(origin: string): Promise<PermissionState>;
  /** Told of every change, whichever of our pages made it. Registers at once. */
  onChange(listener: (site: SiteConsent, permission: PermissionState) => void): void;
}

const PREFIX = 'consent:';
const STATES: Record<Consent, PermissionState> = { allow: 'granted', ask: 'prompt', block: 'denied' };

const asConsent = (value: unknown): Consent => (value === 'ask' || value === 'block' ? value : 'allow');

export function createConsents(area: Storage.StorageArea): Consents {
  const get = async (origin: string): Promise<Consent> => {
    const key = PREFIX + origin;
    return asConsent((await area.get(key))[key]);
  };
  return {
    get,
    set: (origin, consent) => (consent === 'allow' ? area.remove(PREFIX + origin) : area.set({ [PREFIX + origin]: consent })),
    async all() {
      const stored = Object.entries(await area.get(null)).filter(([key]) => key.startsWith(PREFIX));
      return stored.map(([key, value]) => ({ origin: key.slice(PREFIX.length), consent: asConsent(value) })).filter(({ consent }) => consent !== 'allow');
    },
    permission: async (origin) => STATES[await get(origin)],
    onChange(listener) {
      area.onChanged.addListener((changes) => {
        for (const [key, { oldValue, newValue }] of Object.entries(changes)) {
          const [before, after] = [asConsent(oldValue), asConsent(newValue)];
          if (key.startsWith(PREFIX) && before !== after) listener({ origin: key.slice(PREFIX.length), consent: after }, STATES[after]);
        }
      });
    },
  };
}
