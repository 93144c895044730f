/** What the user may ask about sites, from the extension's own pages. */

import { asObject, asOneOf, asString, malformed, parseURL } from '../jobs/validate/shapes';
import type { Consent, UICalls } from '../protocol/ui';
import type { Handlers } from '../wire/wire';
import type { Consents } from './consents';

export type ConsentCalls = Pick<UICalls, 'consents' | 'setConsent'>;

const ANSWERS: readonly Consent[] = ['allow', 'ask', 'block'];
/** UTF-16 code units. */
const LONGEST_ORIGIN = 300;

const asOrigin = (value: unknown): string => {
  const origin = asString(value, 'origin', LONGEST_ORIGIN);
  if (parseURL(origin)?.origin !== origin) throw malformed('origin');
  return origin;
};

export const createConsentCalls = (consents: Pick<Consents, 'all' | 'set'>): Handlers<ConsentCalls> => ({
  consents: () => consents.all(),
  async setConsent(payload) {
    const { origin, consent } = asObject(payload, 'setConsent');
    await consents.set(asOrigin(origin), asOneOf(consent, ANSWERS, 'consent'));
    return null;
  },
});
