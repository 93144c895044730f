import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { JobKey } from '../lib/protocol/background-fetch';
import { sentenceFor } from '../lib/ui/call-failure';
import type { Language } from '../lib/ui/language';
import type { ConnectedList } from '../lib/ui/open-connected-page';
import type { SiteAccess } from '../lib/ui/site-access';
import { Announcer } from './announcer';
import { JobRow } from './job-row';
import { UndoBar } from './undo-bar';
import { useJobs } from './use-jobs';
import { useKeptFocus } from './use-kept-focus';
import { useStore } from './use-store';

interface Props {
  /** Must not be called before the person wants something: a tab left open would keep the background from its rest. */
  connect: () => ConnectedList;
  language: Language;
  access: SiteAccess;
}

/** A background fetch of the extension's own, to be begun and handled here like any on the list. */
export const TryIt = ({ connect, language, access }: Props): JSX.Element => {
  const [connected, setConnected] = useState<ConnectedList | null>(null);
  const [job, setJob] = useState<JobKey | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const begin = async (): Promise<void> => {
    const line = connected ?? connect();
    setConnected(line);
    setFailure(null);
    try {
      setJob((await line.background.call('tryIt', null)).job);
    } catch (error) {
      setFailure(language.text(sentenceFor(error)));
    }
  };
  return (
    <div>
      <button type="button" class="button primary" onClick={() => void begin()}>
        {language.text('tryButton')}
      </button>
      <div role="alert">{failure !== null && <p class="alert">{failure}</p>}</div>
      {connected !== null && <Tried {...connected} job={job} language={language} access={access} />}
    </div>
  );
};

const Tried = ({ list, background, job, language, access }: ConnectedList & Omit<Props, 'connect'> & { job: JobKey | null }): JSX.Element => {
  const rows = useStore(list).rows?.filter((row) => row.job === job) ?? [];
  const { handlers, failure, removed, undo, forget } = useJobs(background, language, access);
  const place = useRef<HTMLDivElement>(null);
  useKeptFocus(place);
  return (
    <div ref={place}>
      <div role="alert">{failure !== null && <p class="alert">{failure}</p>}</div>
      {rows.length > 0 && (
        <div class="card">
          <h3 class="site-name">{rows[0]!.origin}</h3>
          <ul>
            {rows.map((row) => (
              <JobRow key={row.job} row={row} handlers={handlers} />
            ))}
          </ul>
        </div>
      )}
      <div role="status">{removed && <UndoBar key={removed.serial} rows={removed.rows} language={language} onUndo={() => void undo()} onEnd={forget} />}</div>
      <Announcer rows={rows} language={language} />
    </div>
  );
};
