import type { JSX } from 'preact';
import type { Row, Section } from '../lib/ui/describe-job';
import type { Language, MessageKey } from '../lib/ui/language';
import type { JobHandlers } from './use-jobs';

interface Props {
  section: Section;
  rows: readonly Row[];
  handlers: JobHandlers;
  language: Language;
}

const LABELS: Record<Section, MessageKey> = { running: 'pauseAll', waiting: 'resumeAll', finished: 'removeFinished' };
const ICONS = { running: 'pause', waiting: 'resume', finished: 'remove' } as const;

/** What can be done to all jobs of a section at once; nothing where fewer than two would take part. */
export const SectionButton = ({ section, rows, handlers, language }: Props): JSX.Element | null => {
  const concerned = rows.filter(({ actions }) => actions.some(({ icon }) => icon === ICONS[section]));
  if (concerned.length < 2) return null;
  const act = (): void => (section === 'finished' ? handlers.removeRows(concerned) : handlers.all(section === 'running' ? 'pauseAll' : 'resumeAll'));
  return (
    <button type="button" class="text-button" data-all onClick={act}>
      {language.text(LABELS[section])}
    </button>
  );
};
