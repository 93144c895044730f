import type { JSX } from 'preact';

interface Props {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
}

export const CheckField = ({ label, checked, onChange }: Props): JSX.Element => (
  <label class="check">
    <input type="checkbox" checked={checked} onChange={({ currentTarget }) => onChange(currentTarget.checked)} />
    <span>{label}</span>
  </label>
);
