import type { JSX, TargetedSubmitEvent } from 'preact';
import { useState } from 'preact/hooks';
import type { Consent, SiteConsent } from '../lib/protocol/ui';
import type { Settings } from '../lib/protocol/settings';
import { CONSENTS, type SiteRow } from '../lib/ui/describe-sites';
import type { Language } from '../lib/ui/language';
import { originOf } from '../lib/ui/origin-of';
import { ChoiceField } from './choice-field';
import { ConsentSelect } from './consent-select';

interface Props {
  settings: Settings;
  sites: readonly SiteRow[];
  language: Language;
  onDefault: (consent: Consent) => void;
  onAnswer: (site: SiteConsent) => void;
}

/** What sites may do: by default, and each that has an answer or a download. */
export const SiteSettings = ({ settings, sites, language, onDefault, onAnswer }: Props): JSX.Element => {
  const { text } = language;
  const [consent, setConsent] = useState<Consent>('block');
  const [refused, setRefused] = useState(false);
  const choices = CONSENTS.map(({ consent, label }) => ({ value: consent, label: text(label) }));
  const add = (event: TargetedSubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const field = event.currentTarget.elements.namedItem('site') as HTMLInputElement;
    const origin = originOf(field.value);
    setRefused(origin === null);
    if (origin === null) return field.focus();
    field.value = '';
    onAnswer({ origin, consent });
  };
  return (
    <section class="panel" aria-labelledby="heading-sites">
      <h2 id="heading-sites">{text('sectionSites')}</h2>
      <ChoiceField id="default" label={text('defaultLabel')} hint={text('defaultHint')} value={settings.defaultConsent} choices={choices} onChange={onDefault} />
      {sites.length > 0 && (
        <ul class="site-answers">
          {sites.map((site) => (
            <li key={site.origin} class="site">
              <bdi class="origin">{site.name}</bdi>
              <ConsentSelect site={site} language={language} onChoose={(consent) => onAnswer({ origin: site.origin, consent })} />
            </li>
          ))}
        </ul>
      )}
      <form class="add-site" onSubmit={add}>
        <label for="site">{text('addSiteLabel')}</label>
        <input id="site" name="site" type="text" inputMode="url" autocomplete="off" spellcheck={false} placeholder="podcast.example" aria-invalid={refused} aria-describedby="site-refused" dir="ltr" />
        <select class="consent" aria-label={text('addSiteAnswer')} value={consent} onChange={({ currentTarget }) => setConsent(currentTarget.value as Consent)}>
          {choices.map(({ value, label }) => (
            <option key={value} value={value}>
              {label}
            </option>
          ))}
        </select>
        <button type="submit" class="button">
          {text('addSite')}
        </button>
        <p id="site-refused" role="status" class="hint" data-tone="error">
          {refused && text('addSiteRefused')}
        </p>
      </form>
    </section>
  );
};
