import type { JSX } from 'preact';
import type { Consent } from '../lib/protocol/ui';
import { CONSENTS, type SiteRow } from '../lib/ui/describe-sites';
import type { Language } from '../lib/ui/language';

interface Props {
  site: SiteRow;
  language: Language;
  onChoose: (consent: Consent) => void;
}

export const ConsentSelect = ({ site, language, onChoose }: Props): JSX.Element => (
  <select class="consent" aria-label={site.label} value={site.consent} onChange={({ currentTarget }) => onChoose(currentTarget.value as Consent)}>
    {CONSENTS.map(({ consent, label }) => (
      <option key={consent} value={consent}>
        {language.text(label)}
      </option>
    ))}
  </select>
);
