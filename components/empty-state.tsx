import type { JSX } from 'preact';
import type { Language } from '../lib/ui/language';
import { Icon } from './icon';

interface Props {
  language: Language;
  /** The browser has the API itself. */
  native: boolean;
}

export const EmptyState = ({ language, native }: Props): JSX.Element => (
  <div class="empty">
    <Icon name="download" />
    <h2>{language.text(native ? 'nativeTitle' : 'emptyTitle')}</h2>
    <p>{language.text(native ? 'nativeText' : 'emptyText')}</p>
  </div>
);
