import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { Language } from '../lib/ui/language';

interface Props {
  language: Language;
  onOlder: () => void;
}

/** Below the last job. Where there are no older ones any more, the keyboard's place is at the last that came. */
export const OlderButton = ({ language, onOlder }: Props): JSX.Element => {
  const button = useRef<HTMLButtonElement>(null);
  useLayoutEffect(() => {
    const mine = button.current;
    return () => {
      // The rows of the same drawing come after this.
      if (document.activeElement === mine) queueMicrotask(() => [...document.querySelectorAll<HTMLElement>('.title')].at(-1)?.focus());
    };
  }, []);
  return (
    <p class="older">
      <button ref={button} type="button" class="button" onClick={onOlder}>
        {language.text('olderJobs')}
      </button>
    </p>
  );
};
