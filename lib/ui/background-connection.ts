/** An extension page's line to the background, made again whenever the background goes away. */

import type { JobKey } from '../protocol/background-fetch';
import type { SaveView } from '../protocol/saves';
import type { Settings } from '../protocol/settings';
import type { Find, JobView, SiteConsent, UICalls, UIPushes } from '../protocol/ui';
import type { Endpoint, PayloadOf, ReplyOf } from '../protocol/wire';
import { openWire, WireException, type Wire } from '../wire/wire';
import { documentSight } from './document-sight';

export interface ConnectionEvents {
  /** The jobs of the list, after every connect. `more`: not all that have ended are among them. */
  listed(jobs: JobView[], more: boolean): void;
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

export interface History {
  /** At most so many. */
  finished: number;
  find: Find | null;
}

export interface PageView {
  sight: Sight;
  /** It has the list of jobs on it. */
  showsJobs: boolean;
  /** At most so many jobs that have ended; null: all. */
  finished: number | null;
}

export interface BackgroundConnection {
  /** Rejects with a WireException. */
  call<Name extends keyof UICalls>(name: Name, payload: PayloadOf<UICalls, Name>): Promise<ReplyOf<UICalls, Name>>;
  /** What of the jobs that have ended the page shows from now on: `listed` is told of it. */
  want(history: History): void;
}

/** Milliseconds. */
const FIRST_DELAY = 100;
const LONGEST_DELAY = 5000;
/** From a removal to the list with what takes its place: "remove finished" removes many. */
const REFILL_DELAY = 300;

/** @param connect opens a new port named `ui`; opening one wakes the background */
export function connectToBackground(
  connect: () => Endpoint,
  events: ConnectionEvents,
  signal: AbortSignal,
  { sight = documentSight, showsJobs = false, finished = null }: Partial<PageView> = {},
): BackgroundConnection {
  let wire: Wire<UICalls, {}> | null = null;
  let delay = FIRST_DELAY;
  let history: History | null = finished === null ? null : { finished, find: null };
  let listAgain = (): void => {};
  /** Connects when somebody looks. */
  let waits = false;

  const look = (): void => {
    // The next line says it anew.
    if (showsJobs) wire?.call('look', { seeing: sight.now() }).catch(() => {});
  };

  const open = async (): Promise<void> => {
    if (signal.aborted) return;
    // Pushes may overtake the replies to these questions, which then must not undo them: they wait for the last one.
    const early: (() => void)[] = [];
    let asking = 0;
    const inOrder = (apply: () => void): void => {
      if (asking > 0) early.push(apply);
      else apply();
    };
    const ask = async (questions: () => Promise<unknown>[]): Promise<void> => {
      asking += 1;
      try {
        await Promise.all(questions());
        asking -= 1;
        if (asking === 0) for (const apply of early.splice(0)) apply();
      } catch {
        opened.close();
      }
    };
    let more = false;
    let refill: ReturnType<typeof setTimeout> | undefined;
    const list = async (): Promise<void> => {
      const asked = history;
      const glance = asked === null ? { jobs: await opened.call('list', null), more: false } : await opened.call('glance', asked);
      // The answer to a later wish is on its way.
      if (asked !== history) return;
      more = glance.more;
      events.listed(glance.jobs, more);
    };
    const removed = (job: JobKey): void => {
      events.removed(job);
      if (!more) return;
      clearTimeout(refill);
      refill = setTimeout(listAgain, REFILL_DELAY);
    };
    const opened = openWire<UICalls, {}, {}, UIPushes>(
      connect(),
      {},
      {
        changed: (job) => inOrder(() => events.changed(job)),
        removed: ({ job }) => inOrder(() => removed(job)),
        consent: (site) => inOrder(() => events.consentChanged(site)),
        save: (save) => inOrder(() => events.saveChanged(save)),
        settings: (settings) => inOrder(() => events.settingsChanged(settings)),
      },
    );
    wire = opened;
    listAgain = () => void ask(() => [list()]);
    void opened.closed.then(() => {
      clearTimeout(refill);
      lost();
    });
    look();
    // The list waits for nothing else, and nothing that the browser's download manager or storage cannot tell keeps it away. The saves
    // are asked first: there are few, and a row is then drawn with them.
    await ask(() => [
      opened.call('saves', null).then(events.savesListed, () => {}),
      list().then(() => {
        delay = FIRST_DELAY;
        events.online(true);
      }),
      Promise.all([opened.call('settings', null).catch(() => null), opened.call('consents', null)]).then(([settings, sites]) => {
        if (settings !== null) events.settingsChanged(settings);
        events.consentsListed(sites);
      }),
    ]);
  };

  const lost = (): void => {
    wire = null;
    // The next line begins with a list.
    listAgain = () => {};
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
    want: (next) => {
      history = next;
      listAgain();
    },
    call: (name, payload) => wire?.call(name, payload) ?? Promise.reject(new WireException('disconnected')),
  };
}
