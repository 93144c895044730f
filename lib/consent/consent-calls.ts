/** What the user may ask about sites, from the extension's own pages. */

import { asOrigin } from '../jobs/validate/origin';
import { asObject, asOneOf } from '../jobs/validate/shapes';
import type { Consent, UICalls } from '../protocol/ui';
import type { Handlers } from '../wire/wire';
import type { Consents } from './consents';

export type ConsentCalls = Pick<UICalls, 'consents' | 'setConsent'>;

const ANSWERS: readonly Consent[] = ['allow', 'ask', 'block'];
export const createConsentCalls = (consents: Pick<Consents, 'all' | 'set'>): Handlers<ConsentCalls> => ({
  consents: () => consents.all(),
  async setConsent(payload) {
    const { origin, consent } = asObject(payload, 'setConsent');
    await consents.set(asOrigin(origin), asOneOf(consent, ANSWERS, 'consent'));
    return null;
  },
});
