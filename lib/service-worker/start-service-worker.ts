/**
 * The shim in a site's service worker: put in front of its script by the extension (Firefox), or brought in by the companion module.
 * Speaks protocol/service-worker.ts with bridges. Its message listener must be the first of the worker: what is ours never reaches the site's.
 */

import { VERSION, type ServiceWorkerMessage } from '../protocol/service-worker';
import type { ServiceWorkerEvent } from '../protocol/site';
import { allowedImages } from '../probe/allowed-images';
import { askByAbort } from '../probe/ask-by-abort';
import { askByViolation } from '../probe/ask-by-violation';
import { connectsAnywhere } from '../probe/connects-anywhere';
import { forbiddenURL } from '../probe/forbidden-url';
import { installInServiceWorker } from '../spec/install-service-worker';
import { createSiteBackend } from '../wire/site-backend';
import { WireException } from '../wire/wire';
import { createDeliveries } from './deliveries';
import { createDoorbell } from './doorbell';
import { hideFrames } from './hide-frames';
import { createLender } from './lend-windows';
import { createLines, type Line } from './lines';
import { readMessage } from './read-message';

declare const ServiceWorkerGlobalScope: { new (): ServiceWorkerGlobalScope } | undefined;

const isServiceWorker = (global: unknown): global is ServiceWorkerGlobalScope & typeof globalThis =>
  typeof ServiceWorkerGlobalScope === 'function' && global instanceof ServiceWorkerGlobalScope;

/** Does nothing where the API is: native, or because this has run before in an imported script. */
export function startServiceWorker(global: unknown): void {
  if (!isServiceWorker(global) || 'BackgroundFetchManager' in global) return;

  const instance = crypto.randomUUID();
  const doorbell = createDoorbell(global.registration.scope, global.fetch.bind(global));
  const site = createSiteBackend((name, payload) => lines.call(name, payload));
  const lines = createLines(site.pushes, doorbell.ring);
  const ask = /\bFirefox\//.test(global.navigator.userAgent) ? askByAbort(global.fetch.bind(global)) : askByViolation(global);
  const { origin } = global.location;
  const { fire } = installInServiceWorker(global, {
    ...site.backend,
    async fetch(args) {
      const urls = args.requests.map(({ url }) => url);
      // Side by side: in Chromium each question takes 20 ms.
      const [forbidden, anywhere] = await Promise.all([forbiddenURL(urls, ask, origin), connectsAnywhere(ask, origin)]);
      if (forbidden !== null) throw new WireException('forbidden-url', `Policy forbids ${forbidden}`);
      return site.backend.fetch({ ...args, icons: await allowedImages(args.icons, ask, origin), connectsAnywhere: anywhere, job: crypto.randomUUID() });
    },
    updateUI: async (job, options) =>
      site.backend.updateUI(job, options.icons ? { ...options, icons: await allowedImages(options.icons, ask, origin) } : options),
  });

  const lend = createLender(global, lines.call);
  const fireEvent = async (event: ServiceWorkerEvent): Promise<{ rejected: boolean }> => {
    if (event.type !== 'backgroundfetchclick') return fire(event);
    const takeBack = lend(event.registration.job);
    return fire(event).finally(takeBack);
  };
  const deliver = createDeliveries(fireEvent);
  const running = new Set<Promise<unknown>>();
  const hide = hideFrames(Object.getPrototypeOf(global.clients) as Clients);

  const answer = (message: ServiceWorkerMessage, port: MessagePort, native: ExtendableMessageEvent): void => {
    const hello = (line: Line): void => line.push('hello', { version: VERSION, instance });
    switch (message.kind) {
      case 'ping':
        hello(lines.open(port));
        // Every message of a client gives the worker more time, if it is told what for.
        native.waitUntil(Promise.all(running));
        break;
      case 'activate':
        hello(lines.open(port));
        native.waitUntil(global.skipWaiting());
        break;
      case 'connect':
        if (message.nonce !== null) {
          if (!doorbell.answered(message.nonce)) break;
          hide(native.source);
        }
        hello(lines.adopt(port));
        break;
      case 'event': {
        hide(native.source);
        const line = lines.adopt(port);
        hello(line);
        const handled = deliver(message.event).then((outcome) => {
          line.push('handled', outcome);
          lines.drop(line);
        });
        running.add(handled);
        void handled.then(() => running.delete(handled));
        native.waitUntil(handled);
        break;
      }
    }
  };

  global.addEventListener('message', (event) => {
    const message = readMessage(event.data);
    if (message === null) return;
    event.stopImmediatePropagation();
    const [port] = event.ports;
    if (message !== 'unknown' && port) answer(message, port, event);
  });
}
