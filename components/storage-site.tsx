import type { JSX } from 'preact';
import type { Language } from '../lib/ui/language';
import { ConfirmButton } from './confirm-button';

interface Props {
  /** The origin as it is shown. */
  name: string;
  bytes: number;
  /** Of all that is used: 0 to 1. */
  share: number;
  always: boolean;
  language: Language;
  onAlways: (always: boolean) => void;
  onRemove: () => void;
}

export const StorageSite = ({ name, bytes, share, always, language, onAlways, onRemove }: Props): JSX.Element => {
  const { text, formats } = language;
  return (
    <li class="storage-site">
      <div class="storage-line">
        <bdi class="origin">{name}</bdi>
        <span class="amount">{formats.bytes(bytes)}</span>
      </div>
      <div class="share" aria-hidden="true" style={{ '--share': share }} />
      <label class="check">
        <input type="checkbox" checked={always} aria-label={text('named', text('alwaysSave'), name)} onChange={({ currentTarget }) => onAlways(currentTarget.checked)} />
        <span>{text('alwaysSave')}</span>
      </label>
      <ConfirmButton
        label={text('removeSite')}
        name={text('named', text('removeSite'), name)}
        quiet
        question={text('removeSiteQuestion', name)}
        language={language}
        onConfirm={onRemove}
      />
    </li>
  );
};
