/** One message to a service worker, and the port that goes with it. */

import { MARK, VERSION, type LineCalls, type ServiceWorkerMessage, type ServiceWorkerPushes } from '../protocol/service-worker';
import type { SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Handlers, type Wire } from '../wire/wire';
import { within } from '../wire/within';

/** As much of a ServiceWorker as is used. */
export type Worker = Pick<ServiceWorker, 'postMessage' | 'state' | 'scriptURL'>;

type Message = ServiceWorkerMessage extends infer M ? (M extends unknown ? Omit<M, typeof MARK> : never) : never;

export interface WorkerLine {
  /** The worker instance that answered. Never settles where no shim is. */
  hello: Promise<string>;
  /** Did a handler of the event fail? */
  handled: Promise<boolean>;
  wire: Wire<{}, SitePushes>;
}

/** What comes back is the site's word: of each push only the expected type is taken. */
export function speak(worker: Worker, message: Message, relay: Handlers<SiteCalls>): WorkerLine {
  const { port1, port2 } = new MessageChannel();
  let greet: (instance: string) => void;
  let finish: (rejected: boolean) => void;
  const hello = new Promise<string>((resolve) => (greet = resolve));
  const handled = new Promise<boolean>((resolve) => (finish = resolve));
  const wire = openWire<{}, SitePushes, SiteCalls & LineCalls, ServiceWorkerPushes>(
    messagePortEndpoint(port1),
    { alive: () => null, ...relay },
    {
      hello: (push: { instance?: unknown } | null) => greet(String(push?.instance)),
      handled: (push: { rejected?: unknown } | null) => finish(push?.rejected === true),
    },
  );
  worker.postMessage({ [MARK]: VERSION, ...message }, [port2]);
  return { hello, handled, wire };
}

/** The line to a worker that carries the shim; null when it does not say hello in time. */
export async function ping(worker: Worker, relay: Handlers<SiteCalls>, patience: number): Promise<(WorkerLine & { instance: string }) | null> {
  const line = speak(worker, { kind: 'ping' }, relay);
  const instance = await within(line.hello, patience);
  if (instance !== null) return { ...line, instance };
  line.wire.close();
  return null;
}
