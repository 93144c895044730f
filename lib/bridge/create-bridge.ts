/** The bridge of one document, made when it is first used: site realms on one side, one connection to the background on the other. */

import type { Runtime } from 'webextension-polyfill';
import { PORT_EVENT } from '../protocol/hand-over';
import { sitePortName } from '../protocol/ports';
import type { TabMessage } from '../protocol/tab';
import type { ErrandOutcome, PageCalls, ServiceWorkerErrand, SiteCalls, SitePushes } from '../protocol/site';
import type { Endpoint } from '../protocol/wire';
import type { Ask } from '../probe/ask';
import { askByAbort } from '../probe/ask-by-abort';
import { askInRounds } from '../probe/ask-in-rounds';
import { messagePortEndpoint } from '../wire/message-port';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire, type Handlers, type Wire } from '../wire/wire';
import { createBackgroundLine } from './background-line';
import { bridgedFetch } from './bridged-fetch';
import { callingPage } from './calling-page';
import { connectWorker } from './connect-worker';
import { deliverEvent } from './deliver-event';
import { findRegistration } from './find-registration';
import { siteHandlers } from './site-handlers';
import { summonShim } from './summon-shim';
import { watchRegistrations } from './watch-registrations';
import { speak } from './worker-line';

export interface Bridge {
  /** Hands the page's own realm a port, before it returns. */
  connectPage(): void;
  /** Does what the background opened this frame or tab for. */
  serve(token: string): Promise<void>;
}

/** For the page that has just begun a background fetch: its worker is most often running. */
const PAGE_PATIENCE = { hello: 1_000, renewal: 20_000 };

type Site = Pick<Wire<{}, SitePushes>, 'push'>;

/** Older Firefox does not tell. The page on top and the document itself are known to the background; what may lie between counts as opaque. */
const ancestorsOf = ({ location, parent, top }: Window): Iterable<string> =>
  (location.ancestorOrigins as DOMStringList | undefined) ?? (parent === top ? [] : ['null']);

const openPort = (window: Window, runtime: Runtime.Static): Endpoint => {
  const port = runtime.connect({ name: sitePortName(ancestorsOf(window)) });
  // Chromium writes an error to the page's console when nobody looks at this one.
  port.onDisconnect.addListener(() => void runtime.lastError);
  return runtimePortEndpoint(port);
};

const isPermissionHint = (message: unknown): message is Extract<TabMessage, { recheck: unknown }> =>
  typeof message === 'object' && message !== null && 'recheck' in message && message.recheck === 'permission';

/** Asks the page's own realm (Chromium). One that does not answer is waited for: it is its own fetch that waits, and a busy machine forbids nothing. */
const askPage =
  (page: () => Wire<PageCalls, SitePushes>): Ask =>
  async (urls) => {
    const refused: unknown = await page().call('probe', { urls }).catch(() => null);
    return urls.map((_, index) => Array.isArray(refused) && refused[index] === false);
  };

export function createBridge(window: Window & typeof globalThis, runtime: Runtime.Static): Bridge {
  const container = window.navigator.serviceWorker;
  const sites = new Set<Site>();
  const line = createBackgroundLine({
    connect: () => openPort(window, runtime),
    pushes: {
      progress: (progress) => sites.forEach((site) => site.push('progress', progress)),
      permission: (state) => sites.forEach((site) => site.push('permission', state)),
    },
  });
  const equipped = new Set<string>();
  const watch = watchRegistrations(container, (scope, at) => {
    equipped.delete(scope);
    line.call('unregistered', { scope, at }).catch(() => {});
  });
  const asked = (scope: string): void => void watch(scope).catch(() => {});
  const workerRelay = siteHandlers(line, (args) => bridgedFetch(args, null, container), asked);

  /** Makes sure that the scope's worker can be given its event one day, and gives it a line to us. */
  const equip = async (scope: string): Promise<void> => {
    if (equipped.has(scope)) return;
    equipped.add(scope);
    const registration = await findRegistration(container, scope);
    const worker = registration && (await summonShim(registration, workerRelay, PAGE_PATIENCE));
    if (worker) sites.add(speak(worker, { kind: 'connect', nonce: null }, workerRelay).wire);
  };

  const pageRelay = (ask: Ask): Handlers<SiteCalls> => {
    const relay = siteHandlers(line, (args) => bridgedFetch(args, callingPage(window, ask), container), asked);
    return {
      ...relay,
      fetch: async (args) => {
        const state = await relay.fetch(args);
        // Must not keep the reply waiting, nor fail it.
        equip(args.scope).catch(() => {});
        return state;
      },
    };
  };

  window.addEventListener('pageshow', ({ persisted }) => {
    if (!persisted) return;
    line.wake();
    line.recheckPermission();
  });
  window.document.addEventListener('visibilitychange', () => !window.document.hidden && line.wake());

  runtime.onMessage.addListener((message: unknown): undefined => {
    if (isPermissionHint(message)) line.recheckPermission();
  });

  return {
    connectPage() {
      const { port1, port2 } = new MessageChannel();
      const page: Wire<PageCalls, SitePushes> = openWire<PageCalls, SitePushes, SiteCalls, {}>(
        messagePortEndpoint(port1),
        pageRelay(askInRounds(import.meta.env.FIREFOX ? askByAbort(fetch) : askPage(() => page))),
        {},
      );
      sites.add(page);
      window.dispatchEvent(new MessageEvent(PORT_EVENT, { ports: [port2] }));
    },
    async serve(token) {
      const errand = await line.call('serve', { token });
      if (!errand) return;
      const outcome = await runErrand(errand).catch((): ErrandOutcome => ({ kind: 'inactive' }));
      await line.call('served', { token, outcome });
    },
  };

  function runErrand(errand: ServiceWorkerErrand): Promise<ErrandOutcome> {
    const opened = ({ wire }: { wire: Site }): void => void sites.add(wire);
    return errand.kind === 'event' ? deliverEvent(errand.scope, errand.event, workerRelay, container, opened) : connectWorker(errand, workerRelay, container, opened);
  }
}
