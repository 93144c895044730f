import type { JSX } from 'preact';
import type { Consent } from '../lib/protocol/ui';
import type { SiteRow } from '../lib/ui/describe-sites';
import type { Language } from '../lib/ui/language';
import { ConsentSelect } from './consent-select';
import { Icon } from './icon';

interface Props {
  sites: readonly SiteRow[];
  language: Language;
  onChoose: (site: SiteRow, consent: Consent) => void;
}

/** What each site may do, folded away; nothing when there is none. */
export const SiteList = ({ sites, language, onChoose }: Props): JSX.Element | null =>
  sites.length === 0 ? null : (
    <details class="sites">
      <summary>
        <Icon name="chevron" />
        {language.text('sectionSites')}
      </summary>
      <ul class="card">
        {sites.map((site) => (
          <li key={site.origin} class="site">
            <bdi class="origin">{site.name}</bdi>
            <ConsentSelect site={site} language={language} onChoose={(consent) => onChoose(site, consent)} />
          </li>
        ))}
      </ul>
    </details>
  );
