import type { JSX } from 'preact';
import type { Language, MessageKey } from '../lib/ui/language';
import { Icon, type IconName } from './icon';

const PAGES: readonly { href: string; icon: IconName; label: MessageKey }[] = [
  { href: 'manager.html', icon: 'list', label: 'openManager' },
  { href: 'options.html', icon: 'settings', label: 'openOptions' },
];

export const PopupHeader = ({ language }: { language: Language }): JSX.Element => (
  <header class="bar">
    <h1>{language.text('popupTitle')}</h1>
    <nav>
      {PAGES.map(({ href, icon, label }) => (
        <a key={href} class="action" href={href} target="_blank" aria-label={language.text(label)} title={language.text(label)}>
          <Icon name={icon} />
        </a>
      ))}
    </nav>
  </header>
);
