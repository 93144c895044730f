import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import type { JobList } from '../lib/ui/job-list';
import type { Language } from '../lib/ui/language';
import type { SiteAccess } from '../lib/ui/site-access';
import { AccessLine } from './access-line';
import { Announcer } from './announcer';
import { EmptyState } from './empty-state';
import { JobSections } from './job-sections';
import { PopupHeader } from './popup-header';
import { SiteList } from './site-list';
import { UndoBar } from './undo-bar';
import { useArrowKeys } from './use-arrow-keys';
import { useStore } from './use-store';
import { useJobs } from './use-jobs';
import { useKeptFocus } from './use-kept-focus';

interface Props {
  list: JobList;
  background: BackgroundConnection;
  language: Language;
  access: SiteAccess;
  /** The browser has the API itself. */
  native: boolean;
}

export const Popup = ({ list, background, language, access, native }: Props): JSX.Element => {
  const { rows, more, sites, online } = useStore(list);
  const { handlers, failure, removed, undo, forget } = useJobs(background, language, access);
  const page = useRef<HTMLDivElement>(null);
  useKeptFocus(page);
  useArrowKeys(page);
  const listed = rows !== null;
  useLayoutEffect(() => {
    // For tests/bench/popup.ts.
    if (listed) performance.mark('rows');
  }, [listed]);

  return (
    <div ref={page}>
      <PopupHeader language={language} />
      <main>
        <div role="alert">{failure !== null && <p class="alert">{failure}</p>}</div>
        <div role="status">{rows !== null && !online && <p class="alert">{language.text('reconnecting')}</p>}</div>
        {!native && <AccessLine access={access} language={language} />}
        {rows !== null && rows.length === 0 && <EmptyState language={language} native={native} />}
        {rows !== null && <JobSections rows={rows} handlers={handlers} language={language} />}
        {more && (
          <p class="older">
            <a class="text-button" href="manager.html" target="_blank">
              {language.text('olderJobs')}
            </a>
          </p>
        )}
        <SiteList sites={sites} language={language} onChoose={({ origin }, consent) => handlers.answer({ origin, consent })} />
      </main>
      <div role="status">{removed && <UndoBar key={removed.serial} rows={removed.rows} language={language} onUndo={() => void undo()} onEnd={forget} />}</div>
      {rows !== null && <Announcer rows={rows} language={language} />}
    </div>
  );
};
