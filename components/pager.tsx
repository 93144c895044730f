import type { JSX } from 'preact';
import type { Language } from '../lib/ui/language';

interface Props {
  from: number;
  /** On one page. */
  count: number;
  total: number;
  language: Language;
  onMove: (from: number) => void;
}

export const Pager = ({ from, count, total, language, onMove }: Props): JSX.Element | null => {
  if (total <= count) return null;
  const { text, formats } = language;
  const last = Math.min(from + count, total);
  const move = (to: number): void => {
    if (to >= 0 && to < total) onMove(to);
  };
  // Never `disabled`: the button at the end of the list would lose the keyboard's focus.
  return (
    <nav class="pager" aria-label={text('pages')}>
      <button type="button" class="button" aria-disabled={from === 0} onClick={() => move(from - count)}>
        {text('pageBefore')}
      </button>
      <span role="status">{text('pageOf', formats.count(from + 1), formats.count(last), formats.count(total))}</span>
      <button type="button" class="button" aria-disabled={last === total} onClick={() => move(from + count)}>
        {text('pageAfter')}
      </button>
    </nav>
  );
};
