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

/** The key of that letter, whatever the alphabet and wherever the layout has it. */
const isZ = ({ key, code }: KeyboardEvent): boolean => (/^[a-z]$/iu.test(key) ? key.toLowerCase() === 'z' : code === 'KeyZ');

/** Undo, as every editor has it; in a field it takes back what was typed. */
const isUndo = (event: KeyboardEvent): boolean =>
  isZ(event) && (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey && !(event.target instanceof HTMLElement && event.target.matches('input, textarea'));

/**
 * What was removed, and the way back. It stays while it is pointed at or has the keyboard's focus. The bar is the last thing on the page: in a
 * long list its time would be over before Tab comes to it, so it has a key of its own.
 */
export const UndoBar = ({ rows, language, onUndo, onEnd }: Props): JSX.Element => {
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.querySelector('.undo:hover, .undo:focus-within') === null) onEnd();
    }, TIME);
    return () => clearInterval(timer);
  }, [rows]);
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (!isUndo(event)) return;
      event.preventDefault();
      onUndo();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [onUndo]);
  return (
    <div class="undo">
      <p>{rows.length === 1 ? language.text('removedOne', rows[0]!.title) : language.plural('removedMany', rows.length)}</p>
      <button type="button" class="text-button" aria-keyshortcuts="Control+Z" onClick={onUndo}>
        {language.text('undo')}
      </button>
    </div>
  );
};
