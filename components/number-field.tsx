import type { JSX, TargetedEvent } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

interface Props {
  id: string;
  label: string;
  hint: string;
  min: number;
  max: number;
  value: number;
  onChange: (value: number) => void;
}

/** A whole number. What is typed counts when it is complete; what is no number is put back. */
export const NumberField = ({ id, label, hint, min, max, value, onChange }: Props): JSX.Element => {
  const input = useRef<HTMLInputElement>(null);
  // The background may have moved what was typed, even to what stood there before.
  useEffect(() => {
    if (input.current && document.activeElement !== input.current) input.current.value = String(value);
  });
  const change = ({ currentTarget }: TargetedEvent<HTMLInputElement>): void => {
    const typed = currentTarget.valueAsNumber;
    const kept = Number.isFinite(typed) ? Math.min(Math.max(Math.round(typed), min), max) : value;
    currentTarget.value = String(kept);
    if (kept !== value) onChange(kept);
  };
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <input ref={input} id={id} type="number" min={min} max={max} step={1} defaultValue={String(value)} aria-describedby={`${id}-hint`} onChange={change} />
      <p id={`${id}-hint`} class="hint">
        {hint}
      </p>
    </div>
  );
};
