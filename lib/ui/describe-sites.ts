/** Sites and what the user answered to them, as they are shown. */

import type { Consent } from '../protocol/ui';
import { displayOrigin, isSite } from './foreign-text';
import type { Language, MessageKey } from './language';

export interface SiteRow {
  origin: string;
  /** The origin as it is shown. */
  name: string;
  consent: Consent;
  /** What is chosen here, for those who do not see where it stands. */
  label: string;
}

/** In the order they are offered. */
export const CONSENTS: readonly { consent: Consent; label: MessageKey }[] = [
  { consent: 'allow', label: 'consentAllow' },
  { consent: 'ask', label: 'consentAsk' },
  { consent: 'block', label: 'consentBlock' },
];

/**
 * @param listed origins of jobs
 * @param answers by origin
 * @param byDefault what an origin without an answer has; the same as an answer is no reason to list it
 */
export function describeSites(listed: string[], answers: ReadonlyMap<string, Consent>, byDefault: Consent, { locale, text }: Language): SiteRow[] {
  const answered = [...answers].filter(([, consent]) => consent !== byDefault).map(([origin]) => origin);
  return [...new Set([...listed.filter(isSite), ...answered])]
    .map((origin) => {
      const name = displayOrigin(origin);
      return { origin, name, consent: answers.get(origin) ?? byDefault, label: text('consentOf', name) };
    })
    .toSorted((a, b) => a.name.localeCompare(b.name, locale));
}
