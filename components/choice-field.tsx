import type { JSX } from 'preact';

interface Props<Value extends string> {
  id: string;
  label: string;
  hint: string;
  value: Value;
  choices: readonly { value: Value; label: string }[];
  onChange: (value: Value) => void;
}

/** One of a few. */
export const ChoiceField = <Value extends string>({ id, label, hint, value, choices, onChange }: Props<Value>): JSX.Element => (
  <div class="field">
    <label for={id}>{label}</label>
    <select id={id} class="consent" value={value} aria-describedby={`${id}-hint`} onChange={({ currentTarget }) => onChange(currentTarget.value as Value)}>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </select>
    <p id={`${id}-hint`} class="hint">
      {hint}
    </p>
  </div>
);
