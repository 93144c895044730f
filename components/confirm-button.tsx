import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Language } from '../lib/ui/language';

interface Props {
  label: string;
  /** The label and what it concerns, where the label alone does not say. */
  name?: string;
  question: string;
  /** Stands among many, and so is no more than a line of text. */
  quiet?: boolean;
  language: Language;
  onConfirm: () => void;
}

/** A button for what cannot be undone: it asks in its own place, and the safe answer has the keyboard's focus. */
export const ConfirmButton = ({ label, name, question, quiet = false, language, onConfirm }: Props): JSX.Element => {
  const [asking, setAsking] = useState(false);
  const place = useRef<HTMLDivElement>(null);
  const opened = useRef(false);
  useEffect(() => {
    if (asking) place.current?.querySelector<HTMLElement>('[data-safe]')?.focus();
    else if (opened.current) place.current?.querySelector('button')?.focus();
    opened.current = asking;
  }, [asking]);
  return (
    <div ref={place} class="confirm">
      {asking ? (
        <div role="group" aria-label={question} class="confirm-question" onKeyDown={({ key }) => key === 'Escape' && setAsking(false)}>
          <p>{question}</p>
          <button
            type="button"
            class="button danger"
            onClick={() => {
              setAsking(false);
              onConfirm();
            }}
          >
            {label}
          </button>
          <button type="button" class="button" data-safe onClick={() => setAsking(false)}>
            {language.text('keep')}
          </button>
        </div>
      ) : (
        <button type="button" class={quiet ? 'text-button' : 'button'} aria-label={name} aria-expanded={false} onClick={() => setAsking(true)}>
          {label}
        </button>
      )}
    </div>
  );
};
