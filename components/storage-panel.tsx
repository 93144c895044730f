import type { JSX } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import type { StorageView } from '../lib/protocol/manager';
import { ownerName } from '../lib/ui/foreign-text';
import type { Language } from '../lib/ui/language';
import { ConfirmButton } from './confirm-button';
import { StorageSite } from './storage-site';
import type { JobHandlers } from './use-jobs';
import type { BackgroundConnection } from '../lib/ui/background-connection';

interface Props {
  storage: StorageView | null;
  /** Origins that have a job on the list. */
  sites: readonly string[];
  background: BackgroundConnection;
  handlers: JobHandlers;
  language: Language;
  online: boolean;
}

/** What the downloads take of the disk, by site, and the ways to be rid of it. */
export const StoragePanel = ({ storage, sites, background, handlers, language, online }: Props): JSX.Element => {
  const { text, formats } = language;
  const [always, setAlways] = useState<readonly string[]>([]);
  useEffect(() => {
    if (online) void handlers.ask(background.call('alwaysSaved', null).then(setAlways));
  }, [background, handlers, online]);

  const bytes = new Map(storage?.sites.map((site) => [site.origin, site.bytes]));
  const origins = [...new Set([...bytes.keys(), ...sites, ...always])];
  const setSite = (origin: string, on: boolean): void => {
    const chosen = always.filter((other) => other !== origin);
    setAlways(on ? [...chosen, origin] : chosen);
    // What could not be kept is not shown as if it were.
    void handlers.ask(background.call('setAlwaysSave', { origin, always: on })).then((kept) => kept || setAlways(always));
  };
  const clear = (origin: string | null): void => void handlers.ask(background.call('removeAll', { origin }));

  return (
    <section class="panel" aria-labelledby="heading-storage">
      <h2 id="heading-storage">{text('storageTitle')}</h2>
      {storage && (
        <>
          <meter aria-labelledby="heading-storage" min={0} max={Math.max(storage.quota, 1)} value={storage.usage} />
          <p class="facts">{text('storageUsed', formats.bytes(storage.usage), formats.bytes(Math.max(storage.quota - storage.usage, 0)))}</p>
        </>
      )}
      <ul class="storage-sites">
        {origins.map((origin) => (
          <StorageSite
            key={origin}
            name={ownerName(origin, text('extensionName'))}
            bytes={bytes.get(origin) ?? 0}
            share={storage && storage.usage > 0 ? (bytes.get(origin) ?? 0) / storage.usage : 0}
            always={always.includes(origin)}
            language={language}
            onAlways={(on) => setSite(origin, on)}
            onRemove={() => clear(origin)}
          />
        ))}
      </ul>
      {origins.length > 0 && <ConfirmButton label={text('removeEverything')} question={text('removeEverythingQuestion')} language={language} onConfirm={() => clear(null)} />}
    </section>
  );
};
