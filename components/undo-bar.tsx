import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Row } from '../lib/ui/describe-job';
import type { Language } from '../lib/ui/language';

interface Props {
  rows: readonly Row[];
  language: Language;
  onUndo: () => void;
  /** The time to think is over. */
  onEnd: () => void;
}

/** Milliseconds; less than the background waits before it deletes. */
const TIME = 10_000;

/** What was removed, and the way back. It stays while it is pointed at or has the keyboard's focus. */
export const UndoBar = ({ rows, language, onUndo, onEnd }: Props): JSX.Element => {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.querySelector('.undo:hover, .undo:focus-within') === null) onEnd();
    }, TIME);
    return () => clearInterval(timer);
  }, [rows]);
  return (
    <div class="undo">
      <p>{rows.length === 1 ? language.text('removedOne', rows[0]!.title) : language.plural('removedMany', rows.length)}</p>
      <button type="button" class="text-button" onClick={onUndo}>
        {language.text('undo')}
      </button>
    </div>
  );
};
