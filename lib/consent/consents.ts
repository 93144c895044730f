/** What the user answered, per site. Kept in storage.local, one key a site; a site without one gets the answer by default. */

import type { Storage } from 'webextension-polyfill';
import type { Consent, SiteConsent } from '../protocol/ui';

export interface Consents {
  get(origin: string): Promise<Consent>;
  set(origin: string, consent: Consent): Promise<void>;
  /** Sites with an answer of their own. */
  all(): Promise<SiteConsent[]>;
  /** The "background-fetch" permission. https://wicg.github.io/background-fetch/#dom-permissionname-background-fetch */
  permission(origin: string): Promise<PermissionState>;
  /** Told of every change, whichever of our pages made it. Registers at once. */
  onChange(listener: (site: SiteConsent, permission: PermissionState) => void): void;
}

const PREFIX = 'consent:';
const STATES: Record<Consent, PermissionState> = { allow: 'granted', ask: 'prompt', block: 'denied' };

const answerIn = (value: unknown): Consent | null => (value === 'allow' || value === 'ask' || value === 'block' ? value : null);

/** @param byDefault the answer for a site that has none */
export function createConsents(area: Storage.StorageArea, byDefault: () => Promise<Consent>): Consents {
  const get = async (origin: string): Promise<Consent> => {
    const key = PREFIX + origin;
    return answerIn((await area.get(key))[key]) ?? byDefault();
  };
  return {
    get,
    async set(origin, consent) {
      // What everybody may needs no answer; one that says "ask" or "block" must outlast another default.
      if (consent === 'allow' && (await byDefault()) === 'allow') return area.remove(PREFIX + origin);
      return area.set({ [PREFIX + origin]: consent });
    },
    async all() {
      const stored = Object.entries(await area.get(null)).filter(([key]) => key.startsWith(PREFIX));
      return stored.flatMap(([key, value]) => {
        const consent = answerIn(value);
        return consent === null ? [] : [{ origin: key.slice(PREFIX.length), consent }];
      });
    },
    permission: async (origin) => STATES[await get(origin)],
    onChange(listener) {
      const tell = async (key: string, answer: Consent | null): Promise<void> => {
        const consent = answer ?? (await byDefault());
        listener({ origin: key.slice(PREFIX.length), consent }, STATES[consent]);
      };
      area.onChanged.addListener((changes) => {
        for (const [key, { oldValue, newValue }] of Object.entries(changes)) {
          const [before, after] = [answerIn(oldValue), answerIn(newValue)];
          if (key.startsWith(PREFIX) && before !== after) void tell(key, after);
        }
      });
    },
  };
}
