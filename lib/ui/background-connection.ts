/** An extension page's line to the background, made again whenever the background goes away. */

import type { JobKey } from '../protocol/background-fetch';
import type { SaveView } from '../protocol/saves';
import type { Settings } from '../protocol/settings';
import type { JobView, SiteConsent, UICalls, UIPushes } from '../protocol/ui';
import type { Endpoint, PayloadOf, ReplyOf } from '../protocol/wire';
import { openWire, WireException, type Wire } from '../wire/wire';
import { documentSight } from './document-sight';

export interface ConnectionEvents {
  /** All jobs, after every connect. */
  listed(jobs: JobView[]): void;
  changed(job: JobView): void;
  removed(job: JobKey): void;
  /** All sites with an answer, after every connect. */
  consentsListed(sites: SiteConsent[]): void;
  consentChanged(site: SiteConsent): void;
  /** All files that went to the disk, after every connect. */
  savesListed(saves: SaveView[]): void;
  saveChanged(save: SaveView): void;
  /** After every connect, and as they change. */
  settingsChanged(settings: Settings): void;
  /** False from the moment the line is lost until the next list. */
  online(online: boolean): void;
}

/** Of a page. */
export interface Sight {
  /** A person sees it. */
  now(): boolean;
  onChange(listener: () => void, options: { signal: AbortSignal }): void;
}

export interface PageView {
  sight: Sight;
  /** It has the list of jobs on it. */
  showsJobs: boolean;
}

export interface BackgroundConnection {
  /** Rejects with a WireException. */
  call<Name extends keyof UICalls>(name: Name, payload: PayloadOf<UICalls, Name>): Promise<ReplyOf<UICalls, Name>>;
}

/** Milliseconds. */
const FIRST_DELAY = 100;
const LONGEST_DELAY = 5000;

/** @param connect opens a new port named `ui`; opening one wakes the background */
export function connectToBackground(connect: () => Endpoint, events: ConnectionEvents, signal: AbortSignal, { sight = documentSight, showsJobs = false }: Partial<PageView> = {}): BackgroundConnection {
  let wire: Wire<UICalls, {}> | null = null;
  let delay = FIRST_DELAY;
  /** Connects when somebody looks. */
  let waits = false;

  const look = (): void => {
    // The next line says it anew.
    if (showsJobs) wire?.call('look', { seeing: sight.now() }).catch(() => {});
  };

  const open = async (): Promise<void> => {
    if (signal.aborted) return;
    // Pushes may overtake the reply to `list`, which then must not undo them: they wait for it.
    let early: (() => void)[] | null = [];
    const inOrder = (apply: () => void): void => {
      if (early) early.push(apply);
      else apply();
    };
    const opened = openWire<UICalls, {}, {}, UIPushes>(
      connect(),
      {},
      {
        changed: (job) => inOrder(() => events.changed(job)),
        removed: ({ job }) => inOrder(() => events.removed(job)),
        consent: (site) => inOrder(() => events.consentChanged(site)),
        save: (save) => inOrder(() => events.saveChanged(save)),
        settings: (settings) => inOrder(() => events.settingsChanged(settings)),
      },
    );
    wire = opened;
    void opened.closed.then(lost);
    look();
    try {
      const [jobs, sites, saves, settings] = await Promise.all([
        opened.call('list', null),
        opened.call('consents', null),
        // What the browser's download manager or storage cannot tell must not keep the list away.
        opened.call('saves', null).catch((): SaveView[] => []),
        opened.call('settings', null).catch(() => null),
      ]);
      if (settings !== null) events.settingsChanged(settings);
      events.consentsListed(sites);
      events.savesListed(saves);
      events.listed(jobs);
      for (const apply of early) apply();
      early = null;
      delay = FIRST_DELAY;
      events.online(true);
    } catch {
      opened.close();
    }
  };

  const lost = (): void => {
    wire = null;
    if (signal.aborted) return;
    events.online(false);
    setTimeout(reopen, delay);
    delay = Math.min(delay * 2, LONGEST_DELAY);
  };

  /** Must not be done for a page that nobody sees: a tab left open would start the background again whenever it has ended for want of work. */
  const reopen = (): void => {
    waits = !sight.now();
    if (!waits) void open();
  };

  signal.addEventListener('abort', () => wire?.close());
  sight.onChange(() => (waits ? reopen() : look()), { signal });
  void open();

  return {
    call: (name, payload) => wire?.call(name, payload) ?? Promise.reject(new WireException('disconnected')),
  };
}
