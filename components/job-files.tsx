import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { RecordView } from '../lib/protocol/manager';
import type { SaveView } from '../lib/protocol/saves';
import type { BackgroundConnection } from '../lib/ui/background-connection';
import { describeFile } from '../lib/ui/describe-file';
import type { Row } from '../lib/ui/describe-job';
import type { Language } from '../lib/ui/language';
import { FileLine } from './file-line';
import { Pager } from './pager';
import type { JobHandlers } from './use-jobs';

interface Props {
  row: Row;
  saves: readonly SaveView[];
  background: BackgroundConnection;
  handlers: JobHandlers;
  language: Language;
}

/** Files on one page of the list. */
const COUNT = 100;
/** Milliseconds between two looks at files that move. */
const PACE = 1000;

export const JobFiles = ({ row, saves, background, handlers, language }: Props): JSX.Element => {
  const [files, setFiles] = useState<RecordView[] | null>(null);
  const [from, setFrom] = useState(0);
  useEffect(() => {
    const life = new AbortController();
    const look = async (): Promise<void> => {
      try {
        const found = await background.call('records', { job: row.job, from, count: COUNT });
        if (!life.signal.aborted) setFiles(found);
      } catch {
        // A background that is away comes back; a job that is gone takes this list with it.
      }
    };
    void look();
    const timer = setInterval(() => void look(), PACE);
    life.signal.addEventListener('abort', () => clearInterval(timer));
    return () => life.abort();
  }, [background, row.job, row.section, from]);

  const job = { active: row.section !== 'finished', savable: row.actions.some(({ place }) => place === 'save') };
  return (
    <>
      <ol class="files" aria-label={language.text('filesOfJob', row.title)} aria-busy={files === null}>
        {files?.map((file) => (
          <FileLine
            key={file.index}
            id={`file-${row.job}-${file.index}`}
            line={describeFile(file, saves, job, language)}
            onAct={(action) => handlers.act(row, action)}
          />
        ))}
      </ol>
      <Pager from={from} count={COUNT} total={row.fileCount} language={language} onMove={setFrom} />
    </>
  );
};
