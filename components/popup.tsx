import type { JSX } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import type { SiteConsent } from '../lib/protocol/ui';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import { bySection, type JobList } from '../lib/ui/job-list';
import type { Action, Row, Section } from '../lib/ui/describe-job';
import type { Language, MessageKey } from '../lib/ui/language';
import { sentenceFor } from '../lib/ui/call-failure';
import { AccessNotice } from './access-notice';
import { Announcer } from './announcer';
import { EmptyState } from './empty-state';
import { JobRow } from './job-row';
import { SiteList } from './site-list';
import { useJobList } from './use-job-list';
import { useKeptFocus } from './use-kept-focus';

const HEADINGS: Record<Section, MessageKey> = { running: 'sectionRunning', waiting: 'sectionWaiting', finished: 'sectionFinished' };

interface Props {
  list: JobList;
  background: BackgroundConnection;
  language: Language;
  /** The browser has the API itself. */
  native: boolean;
}

export const Popup = ({ list, background, language, native }: Props): JSX.Element => {
  const { rows, sites, online } = useJobList(list);
  const [failure, setFailure] = useState<string | null>(null);
  const main = useRef<HTMLElement>(null);
  useKeptFocus(main, rows);

  const ask = useCallback(
    async (question: Promise<unknown>) => {
      setFailure(null);
      try {
        await question;
      } catch (error) {
        setFailure(language.text(sentenceFor(error)));
      }
    },
    [language],
  );
  const act = useCallback((row: Row, action: Action) => ask(background.call(action.call, { job: row.job })), [ask, background]);
  const answer = useCallback(({ origin, consent }: SiteConsent) => void ask(background.call('setConsent', { origin, consent })), [ask, background]);
  const open = useCallback((row: Row) => void ask(background.call('click', { job: row.job })), [ask, background]);

  return (
    <main ref={main}>
      <h1 class="unseen">{language.text('popupTitle')}</h1>
      <div role="alert">{failure !== null && <p class="alert">{failure}</p>}</div>
      <div role="status">{rows !== null && !online && <p class="alert">{language.text('reconnecting')}</p>}</div>
      {!native && <AccessNotice language={language} />}
      {rows !== null && rows.length === 0 && <EmptyState language={language} native={native} />}
      {rows !== null &&
        bySection(rows).map(([section, group]) => (
          <section key={section} aria-labelledby={`heading-${section}`}>
            <h2 id={`heading-${section}`}>{language.text(HEADINGS[section])}</h2>
            <ul>
              {group.map((row) => (
                <JobRow key={row.job} row={row} onAct={act} onAnswer={answer} onOpen={open} />
              ))}
            </ul>
          </section>
        ))}
      <SiteList sites={sites} language={language} onChoose={({ origin }, consent) => answer({ origin, consent })} />
      {rows !== null && <Announcer rows={rows} language={language} />}
    </main>
  );
};
