import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Row } from '../lib/ui/describe-job';
import type { Language } from '../lib/ui/language';

interface Props {
  rows: readonly Row[];
  language: Language;
}

/** Says to screen readers which jobs have ended while they listen. Progress is not said: it would never be silent. */
export const Announcer = ({ rows, language }: Props): JSX.Element => {
  const unfinished = useRef(new Set<string>());
  const [words, setWords] = useState('');
  useEffect(() => {
    const ended = rows.filter((row) => row.section === 'finished' && unfinished.current.has(row.job));
    unfinished.current = new Set(rows.filter((row) => row.section !== 'finished').map((row) => row.job));
    if (ended.length === 0) return;
    setWords(ended.map((row) => language.text(row.failed ? 'announceFailed' : 'announceFinished', row.title)).join('. '));
  }, [rows, language]);
  return (
    <p class="unseen" aria-live="polite">
      {words}
    </p>
  );
};
