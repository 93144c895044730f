import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import type { Row } from '../lib/ui/describe-job';
import type { JobList } from '../lib/ui/job-list';
import type { Language } from '../lib/ui/language';
import { ActionButton } from './action-button';
import { Icon } from './icon';
import { JobFiles } from './job-files';
import type { JobHandlers } from './use-jobs';

interface Props {
  row: Row;
  list: JobList;
  background: BackgroundConnection;
  handlers: JobHandlers;
  language: Language;
}

/** What the manager shows of a job beyond the popup: its files, asked for when they are looked at, and the way to plain files. */
export const JobDetails = ({ row, list, background, handlers, language }: Props): JSX.Element => {
  const [open, setOpen] = useState(false);
  return (
    <div class="details">
      <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
        <summary>
          <Icon name="chevron" />
          {language.plural('files', row.fileCount)}
        </summary>
        {open && <JobFiles row={row} saves={list.state().saves.get(row.job) ?? []} background={background} handlers={handlers} language={language} />}
      </details>
      {row.direct && !row.full && <ActionButton action={row.direct} onAct={(action) => handlers.act(row, action)} labelled />}
    </div>
  );
};
