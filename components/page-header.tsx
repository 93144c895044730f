import type { JSX } from 'preact';
import type { Language, MessageKey } from '../lib/ui/language';

const PAGES = [
  { href: 'manager.html', title: 'managerTitle' },
  { href: 'options.html', title: 'optionsTitle' },
  { href: 'welcome.html', title: 'welcomeLink' },
] as const satisfies { href: string; title: MessageKey }[];

interface Props {
  title: (typeof PAGES)[number]['title'];
  language: Language;
}

/** The head of a page in a tab: which one it is, and the way to the others. */
export const PageHeader = ({ title, language }: Props): JSX.Element => (
  <header class="page-header">
    <img src="icon/48.png" alt="" width="32" height="32" />
    <p class="product">{language.text('extensionName')}</p>
    <nav aria-label={language.text('extensionName')}>
      {PAGES.map((page) => (
        <a key={page.href} href={page.href} aria-current={page.title === title ? 'page' : undefined}>
          {language.text(page.title)}
        </a>
      ))}
    </nav>
    <h1 class={title === 'welcomeLink' ? 'unseen' : ''}>{language.text(title)}</h1>
  </header>
);
