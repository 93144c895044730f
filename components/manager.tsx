import type { JSX } from 'preact';
import { useCallback, useRef, useState } from 'preact/hooks';
import type { Row } from '../lib/ui/describe-job';
import { diagnosticsText } from '../lib/ui/diagnostics';
import { filterRows, type Filter } from '../lib/ui/filter-rows';
import type { ConnectedParts } from '../lib/ui/open-connected-page';
import { AccessLine } from './access-line';
import { Announcer } from './announcer';
import { DiagnosticsPanel } from './diagnostics-panel';
import { EmptyState } from './empty-state';
import { FilterBar } from './filter-bar';
import { JobDetails } from './job-details';
import { JobSections } from './job-sections';
import { OlderButton } from './older-button';
import { PageHeader } from './page-header';
import { StoragePanel } from './storage-panel';
import { UndoBar } from './undo-bar';
import { useArrowKeys } from './use-arrow-keys';
import { useHistory } from './use-history';
import { useJobs } from './use-jobs';
import { useKeptFocus } from './use-kept-focus';
import { useStorage } from './use-storage';
import { useStore } from './use-store';

interface Props extends ConnectedParts {
  version: string;
}

export const Manager = ({ list, background, language, access, native, version }: Props): JSX.Element => {
  const { rows, more: older, online, settings } = useStore(list);
  const { handlers, failure, removed, undo, forget } = useJobs(background, language, access);
  const [words, setWords] = useState('');
  const [filter, setFilter] = useState<Filter>('all');
  const showOlder = useHistory(background, { words, failed: filter === 'failed', locale: language.locale });
  const searches = words.trim() !== '' || filter === 'failed';
  const storage = useStorage(background, online, rows?.length ?? 0);
  const page = useRef<HTMLDivElement>(null);
  const shown = rows === null ? null : filterRows(rows, filter, words, language.locale);
  useKeptFocus(page);
  useArrowKeys(page);

  const more = useCallback(
    (row: Row) => <JobDetails row={row} list={list} background={background} handlers={handlers} language={language} />,
    [list, background, handlers, language],
  );
  const collect = async (): Promise<string> => {
    const log = await background.call('log', null).catch(() => []);
    return diagnosticsText({ version, userAgent: navigator.userAgent, locale: language.locale, access: access.state(), native, rows: rows ?? [], settings, storage, log });
  };

  return (
    <div ref={page} class="page wide">
      <PageHeader title="managerTitle" language={language} />
      <div class="columns">
        <main>
          <FilterBar words={words} filter={filter} language={language} onSearch={setWords} onFilter={setFilter} />
          <div role="alert">{failure !== null && <p class="alert">{failure}</p>}</div>
          <div role="status">
            {rows !== null && !online && <p class="alert">{language.text('reconnecting')}</p>}
            {shown?.length === 0 && (rows?.length !== 0 || searches) && <p class="nothing">{language.text('nothingFound')}</p>}
          </div>
          {!native && <AccessLine access={access} language={language} />}
          {rows?.length === 0 && !searches && <EmptyState language={language} native={native} />}
          {shown !== null && <JobSections rows={shown} handlers={handlers} language={language} more={more} />}
          {older && filter !== 'running' && filter !== 'waiting' && <OlderButton language={language} onOlder={showOlder} />}
        </main>
        <aside aria-label={language.text('storageTitle')}>
          <StoragePanel
            storage={storage}
            sites={[...new Set(rows?.map(({ site }) => site))]}
            background={background}
            handlers={handlers}
            language={language}
            online={online}
          />
          <DiagnosticsPanel collect={collect} language={language} />
        </aside>
      </div>
      <div role="status">{removed && <UndoBar key={removed.serial} rows={removed.rows} language={language} onUndo={() => void undo()} onEnd={forget} />}</div>
      {rows !== null && <Announcer rows={rows} language={language} />}
    </div>
  );
};
