import type { JSX } from 'preact';
import type { ConnectedParts } from '../lib/ui/open-connected-page';
import { AccessLine } from './access-line';
import { CheckField } from './check-field';
import { ConfirmButton } from './confirm-button';
import { KeyboardHelp } from './keyboard-help';
import { PageHeader } from './page-header';
import { SiteSettings } from './site-settings';
import { TransferSettings } from './transfer-settings';
import { useJobs } from './use-jobs';
import { useSettings } from './use-settings';
import { useStore } from './use-store';

interface Props extends ConnectedParts {
  /** What opens the popup; null: nothing does. */
  shortcut: string | null;
}

export const Options = ({ list, background, language, access, native, shortcut }: Props): JSX.Element => {
  const { text } = language;
  const { sites, online, rows, settings } = useStore(list);
  const { handlers, failure } = useJobs(background, language, access);
  const { failed, change } = useSettings(list, background);
  return (
    <div class="page">
      <PageHeader title="optionsTitle" language={language} />
      <main>
        <div role="alert">{(failure !== null || failed) && <p class="alert">{failure ?? text('actionFailed')}</p>}</div>
        <div role="status">{rows !== null && !online && <p class="alert">{text('reconnecting')}</p>}</div>
        {!native && <AccessLine access={access} language={language} />}
        {settings && (
          <>
            <SiteSettings
              settings={settings}
              sites={sites}
              language={language}
              onDefault={(defaultConsent) => change({ defaultConsent })}
              onAnswer={(site) => handlers.answer(site)}
            />
            <TransferSettings settings={settings} language={language} onChange={change} />
            <section class="panel" aria-labelledby="heading-notifications">
              <h2 id="heading-notifications">{text('notificationsTitle')}</h2>
              <CheckField label={text('tellDone')} checked={settings.notifyDone} onChange={(notifyDone) => change({ notifyDone })} />
              <CheckField label={text('tellFailed')} checked={settings.notifyFailed} onChange={(notifyFailed) => change({ notifyFailed })} />
              <p class="hint">{text('notificationsHint')}</p>
            </section>
          </>
        )}
        <KeyboardHelp shortcut={shortcut} language={language} />
        <section class="panel" aria-labelledby="heading-clear">
          <h2 id="heading-clear">{text('clearTitle')}</h2>
          <p class="hint">{text('clearHint')}</p>
          <ConfirmButton
            label={text('clearLabel')}
            question={text('clearQuestion')}
            language={language}
            onConfirm={() => void handlers.ask(background.call('clearEverything', null))}
          />
        </section>
      </main>
    </div>
  );
};
