import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ALL_SITES, hostAccess } from '../lib/ui/host-access';
import type { Language } from '../lib/ui/language';

/** Where the person has not let us act for all sites: what does not work then, and the way out. */
export const AccessNotice = ({ language }: { language: Language }): JSX.Element | null => {
  const [missing, setMissing] = useState(false);
  useEffect(() => {
    const access = hostAccess();
    if (access === null) return undefined;
    const look = (): void => void access.has(ALL_SITES).then((has) => setMissing(!has));
    look();
    return access.onChange(look);
  }, []);
  if (!missing) return null;
  return (
    <div class="alert">
      <p>{language.text('accessMissing')}</p>
      <button type="button" class="answer" onClick={() => void hostAccess()?.ask(ALL_SITES)}>
        {language.text('allowAllSites')}
      </button>
    </div>
  );
};
