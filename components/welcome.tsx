import type { JSX } from 'preact';
import type { Language, MessageKey } from '../lib/ui/language';
import type { ConnectedList } from '../lib/ui/open-connected-page';
import type { SiteAccess } from '../lib/ui/site-access';
import { Icon, type IconName } from './icon';
import { PageHeader } from './page-header';
import { TryIt } from './try-it';
import { useStore } from './use-store';

interface Props {
  language: Language;
  access: SiteAccess;
  /** The browser has the API itself. */
  native: boolean;
  /** What opens the popup; null: nothing does. */
  shortcut: string | null;
  /** Opens a line to the background. */
  connect: () => ConnectedList;
}

const POINTS: readonly { icon: IconName; title: MessageKey; text: MessageKey }[] = [
  { icon: 'download', title: 'welcomeGoesOnTitle', text: 'welcomeGoesOnText' },
  { icon: 'list', title: 'welcomeSeeTitle', text: 'welcomeSeeText' },
  { icon: 'shield', title: 'welcomeDecideTitle', text: 'welcomeDecideText' },
];

export const Welcome = ({ language, access, native, shortcut, connect }: Props): JSX.Element => {
  const { text } = language;
  const allowed = useStore(access);
  return (
    <div class="page">
      <PageHeader title="welcomeLink" language={language} />
      <main>
        <div class="hero">
          <img src="icon/128.png" alt="" width="72" height="72" />
          <h2>{text('welcomeTitle')}</h2>
          <p>{text(native ? 'nativeText' : 'welcomeText')}</p>
        </div>
        {!native && allowed !== null && (
          <section class="panel question" aria-labelledby="heading-access" data-done={allowed}>
            <Icon name={allowed ? 'check' : 'shield'} />
            <div>
              <h2 id="heading-access">{text(allowed ? 'accessGivenTitle' : 'accessTitle')}</h2>
              <p role="status">{text(allowed ? 'accessGivenText' : 'accessText')}</p>
              {!allowed && (
                <button type="button" class="button primary" onClick={() => void access.request()}>
                  {text('allowAllSites')}
                </button>
              )}
            </div>
          </section>
        )}
        <ul class="points">
          {POINTS.map((point) => (
            <li key={point.title} class="panel">
              <Icon name={point.icon} />
              <h3>{text(point.title)}</h3>
              <p>{text(point.text)}</p>
            </li>
          ))}
        </ul>
        {!native && (
          <section class="panel try" aria-labelledby="heading-try">
            <h2 id="heading-try">{text('tryTitle')}</h2>
            <p>{text('tryText')}</p>
            {shortcut !== null && <p>{text('tryShortcut', shortcut)}</p>}
            <TryIt connect={connect} language={language} access={access} />
          </section>
        )}
      </main>
    </div>
  );
};
