import type { JSX } from 'preact';
import type { Language } from '../lib/ui/language';
import type { SiteAccess } from '../lib/ui/site-access';
import { Icon } from './icon';
import { useStore } from './use-store';

interface Props {
  access: SiteAccess;
  language: Language;
}

/** Where the browser keeps the extension from sites, nothing works: that is said first, with the way out. */
export const AccessLine = ({ access, language }: Props): JSX.Element | null =>
  useStore(access) !== false ? null : (
    <div class="banner">
      <Icon name="shield" />
      <p>{language.text('accessMissing')}</p>
      <button type="button" class="button primary" onClick={() => void access.request()}>
        {language.text('allowAllSites')}
      </button>
    </div>
  );
