/** Sites' connections: who they are, what they may ask, what they are told. */

import type { Runtime } from 'webextension-polyfill';
import { asErrandOutcome } from '../delivery/errand-outcome';
import type { Errands, Server } from '../delivery/errands';
import type { Caller as SiteCaller, SiteJobCalls } from '../jobs/site-calls';
import { asObject } from '../jobs/validate/shapes';
import type { Watchers } from '../jobs/watchers';
import type { BridgeCalls, SitePushes } from '../protocol/site';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire, WireException, type Handlers, type Wire } from '../wire/wire';
import type { Caller } from './caller';

interface Environment {
  callerOf: (port: Runtime.Port) => Caller;
  siteCalls: (caller: SiteCaller) => Handlers<SiteJobCalls>;
  watchers: Pick<Watchers, 'addSite'>;
  permission: (origin: string) => Promise<PermissionState>;
  errands: Pick<Errands, 'serve' | 'served'>;
  /** A document of this origin is there. */
  onVisit: (caller: Extract<Caller, { kind: 'document' }>) => void;
  onFault: (where: string, error: unknown) => void;
}

export interface SitePorts {
  /** Must be called synchronously in onConnect, or first messages are lost. */
  accept(port: Runtime.Port): void;
  tellPermission(origin: string, state: PermissionState): void;
  /** The answer by default is another: each asks again. */
  recheckPermissions(): void;
}

const NAMES: Record<keyof BridgeCalls, true> = {
  fetch: true,
  get: true,
  getIds: true,
  abort: true,
  match: true,
  awaitResponse: true,
  readBody: true,
  updateUI: true,
  permission: true,
  openWindow: true,
  focusWindow: true,
  watch: true,
  unregistered: true,
  serve: true,
  served: true,
};

/** Every call answered by what `answer` makes of it. */
const every = (answer: (name: keyof BridgeCalls) => (payload: never) => unknown): Handlers<BridgeCalls> =>
  Object.fromEntries((Object.keys(NAMES) as (keyof BridgeCalls)[]).map((name) => [name, answer(name)])) as unknown as Handlers<BridgeCalls>;

const refusing = (reason: string): Handlers<BridgeCalls> => ({
  ...every(() => () => {
    throw new WireException('not-allowed', reason);
  }),
  permission: () => 'denied',
});

/** A frame may ask for its errand, and for nothing else before it has one. */
const onceServed = (handlers: Handlers<BridgeCalls>): Handlers<BridgeCalls> => {
  let has = false;
  return every((name) => async (payload) => {
    if (name !== 'serve' && !has) throw new WireException('not-allowed', 'a frame without an errand');
    const reply = await handlers[name](payload);
    if (name === 'serve') has ||= reply !== null;
    return reply;
  });
};

export function createSitePorts({ callerOf, siteCalls, watchers, permission, errands, onVisit, onFault }: Environment): SitePorts {
  const wires = new Map<Wire<{}, SitePushes>, string>();

  function handlersFor(caller: Exclude<Caller, { kind: 'refused' }>, rest: Omit<SiteCaller, 'origin'>, gone: Promise<void>): Handlers<BridgeCalls> {
    const { origin } = caller;
    const server: Server = { origin, tabId: caller.kind === 'document' ? caller.tabId : null };
    const tokenOf = (payload: unknown): string => String(asObject(payload, 'payload')['token']);
    const handlers: Handlers<BridgeCalls> = {
      ...siteCalls({ origin, ...rest }),
      permission: () => permission(origin),
      serve: (payload) => errands.serve(tokenOf(payload), server, gone),
      served: (payload) => errands.served(tokenOf(payload), server, asErrandOutcome(payload.outcome)),
    };
    return caller.kind === 'frame' ? onceServed(handlers) : handlers;
  }

  return {
    accept(port) {
      const caller = callerOf(port);
      const endpoint = runtimePortEndpoint(port);
      if (caller.kind === 'refused') {
        openWire<{}, SitePushes, BridgeCalls, {}>(endpoint, refusing(caller.reason), {}, { onFault });
        return;
      }
      const line = new AbortController();
      const gone = Promise.withResolvers<void>();
      const watcher = watchers.addSite((progress) => wire.push('progress', progress));
      const handlers = handlersFor(caller, { watcher, signal: line.signal }, gone.promise);
      const wire = openWire<{}, SitePushes, BridgeCalls, {}>(endpoint, handlers, {}, { onFault });
      wires.set(wire, caller.origin);
      void wire.closed.then(() => {
        wires.delete(wire);
        watcher.close();
        line.abort();
        gone.resolve();
      });
      if (caller.kind === 'document') onVisit(caller);
    },
    tellPermission(origin, state) {
      for (const [wire, of] of wires) if (of === origin) wire.push('permission', state);
    },
    recheckPermissions() {
      for (const [wire, of] of wires) permission(of).then((state) => wire.push('permission', state), (error: unknown) => onFault('permission', error));
    },
  };
}
