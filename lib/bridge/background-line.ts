/**
 * The bridge's one connection to the background, opened at the first call. The background dies whenever it is idle: a lost connection is
 * made again, its calls are, and progress goes on.
 */

import type { JobKey, RegistrationProgress, RegistrationState } from '../protocol/background-fetch';
import type { BridgeCalls, SitePushes } from '../protocol/site';
import type { Endpoint } from '../protocol/wire';
import { madeAgain } from '../wire/made-again';
import { openWire, WireException, type Listeners, type Wire } from '../wire/wire';
import { pause } from '../wire/within';

export interface BackgroundLine {
  call: Wire<BridgeCalls, {}>['call'];
  /** Connects at once when background fetches are watched that are unfinished, or only just ended; for a page that was away. */
  wake(): void;
  /** News of the permission may have been missed: asks again where somebody has asked before. */
  recheckPermission(): void;
}

interface Options {
  /** Opens a port. Throws for ever once the extension was reloaded or removed. */
  connect: () => Endpoint;
  pushes: Required<Listeners<SitePushes>>;
  /** Waits of a call that is made again, and between connections for progress alone. In milliseconds. */
  callBackoff?: number[];
  watchBackoff?: { first: number; longest: number };
}

/** A connection that held this long was a good one. In milliseconds. */
const STEADY = 5_000;
/** So soon after the end of a background fetch its event may be on its way yet: a connection lost then is a background that died of it. In milliseconds. */
const EVENT_UNDER_WAY = 20_000;

export function createBackgroundLine({
  connect,
  pushes,
  callBackoff = [50, 250, 1_000, 4_000],
  watchBackoff = { first: 1_000, longest: 60_000 },
}: Options): BackgroundLine {
  /** Jobs whose registrations this document holds; true while unfinished. */
  const watched = new Map<JobKey, boolean>();
  /** As it was told last; null while nobody has asked. Nothing is kept connected for its sake: the background says when to ask again. */
  let permission: PermissionState | null = null;
  let wire: Wire<BridgeCalls, {}> | null = null;
  let gone = false;
  let nextWatch = watchBackoff.first;
  /** When a watched one ended last. */
  let ended = -Infinity;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const note = ({ job, result, recordsAvailable }: RegistrationProgress): void => {
    const before = watched.get(job);
    const unfinished = result === '';
    if (before && !unfinished) ended = Date.now();
    if (before === undefined && unfinished) nextWatch = watchBackoff.first;
    if (recordsAvailable) watched.set(job, unfinished);
    else watched.delete(job);
  };
  const isWanted = (): boolean => [...watched.values()].includes(true) || Date.now() - ended < EVENT_UNDER_WAY;
  const progress = (state: RegistrationProgress): void => {
    nextWatch = watchBackoff.first;
    note(state);
    pushes.progress(state);
  };

  const permissionChanged = (state: PermissionState): void => {
    if (permission !== null) permission = state;
    pushes.permission(state);
  };
  const permissionAnswered = (state: PermissionState): void => {
    const isNews = permission !== null && permission !== state;
    permission = state;
    if (isNews) pushes.permission(state);
  };

  const open = (): Wire<BridgeCalls, {}> => {
    if (wire) return wire;
    let endpoint: Endpoint;
    try {
      endpoint = connect();
    } catch (error) {
      gone = true;
      throw new WireException('disconnected', 'Background Fetch Anywhere was reloaded or removed.', { cause: error });
    }
    const opened = openWire<BridgeCalls, {}, {}, SitePushes>(endpoint, {}, { progress, permission: permissionChanged });
    wire = opened;
    void opened.closed.then(() => {
      wire = null;
      if (!isWanted()) return;
      clearTimeout(timer);
      timer = setTimeout(wake, nextWatch);
      nextWatch = Math.min(2 * nextWatch, watchBackoff.longest);
    });
    if (watched.size > 0) void rewatch(opened);
    return opened;
  };

  const rewatch = async (opened: Wire<BridgeCalls, {}>): Promise<void> => {
    const asked = [...watched.keys()];
    const states = await opened.call('watch', { jobs: asked }).catch(() => null);
    if (!states) return;
    // What is not known any more is not waited for either.
    const known = new Set(states.map(({ job }) => job));
    for (const job of asked) if (!known.has(job)) watched.delete(job);
    for (const state of states) {
      note(state);
      pushes.progress(state);
    }
  };

  const wake = (): void => {
    clearTimeout(timer);
    if (wire || gone || !isWanted()) return;
    try {
      open();
    } catch {
      // The extension is gone: nobody is left to watch.
    }
  };

  const call: BackgroundLine['call'] = async (name, payload) => {
    let said = payload;
    for (let attempt = 0; ; attempt += 1) {
      const began = Date.now();
      try {
        const reply = await open().call(name, said);
        if (name === 'fetch' || name === 'get') {
          const state = reply as RegistrationState | null;
          if (state) note(state);
        }
        if (name === 'permission') permissionAnswered(reply as PermissionState);
        return reply;
      } catch (error) {
        if (!(error instanceof WireException) || error.code !== 'disconnected' || gone) throw error;
        if (Date.now() - began > STEADY) attempt = 0;
        const wait = callBackoff[attempt];
        if (wait === undefined) throw error;
        await pause(wait);
        said = madeAgain(name, payload);
      }
    }
  };

  return {
    call,
    wake,
    recheckPermission() {
      // Without the extension nobody is left to ask.
      if (permission !== null) call('permission', null).catch(() => {});
    },
  };
}
