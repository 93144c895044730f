import type { ErrandOutcome, ServiceWorkerEvent, SiteCalls } from '../protocol/site';
import type { Handlers } from '../wire/wire';
import { within } from '../wire/within';
import { findRegistration } from './find-registration';
import { summonShim, type Patience } from './summon-shim';
import { ping, speak, type WorkerLine } from './worker-line';

export interface DeliveryTimes extends Patience {
  /**
   * Between two signs of life. Firefox ends a handler a minute after the last message from a client; and a worker that has died is
   * missed as long as this, and no longer.
   */
  keepAlive: number;
  /** For one sign of life: the worker may be busy. */
  answer: number;
  /** Without any sign of life: the worker is dead. */
  silence: number;
}

export const DELIVERY_TIMES: DeliveryTimes = { hello: 5_000, renewal: 20_000, keepAlive: 2_000, answer: 20_000, silence: 90_000 };

/**
 * Has the site's active worker dispatch the event, and stays with it until its handlers settled.
 * @param opened told of the line over which the worker makes its calls meanwhile
 */
export async function deliverEvent(
  scope: string,
  event: ServiceWorkerEvent,
  relay: Handlers<SiteCalls>,
  container: ServiceWorkerContainer,
  opened: (line: Pick<WorkerLine, 'wire'>) => void,
  times: DeliveryTimes = DELIVERY_TIMES,
): Promise<ErrandOutcome> {
  const registration = await findRegistration(container, scope);
  if (!registration) return { kind: 'unregistered' };
  if (!registration.active) return { kind: 'inactive' };
  const worker = await summonShim(registration, relay, times);
  if (!worker) return { kind: 'unheard' };

  const line = speak(worker, { kind: 'event', event }, relay);
  try {
    const instance = await within(line.hello, times.hello + times.answer);
    if (instance === null) return { kind: 'unheard' };
    opened(line);
    let heard = Date.now();
    for (;;) {
      const rejected = await within(line.handled, times.keepAlive);
      if (rejected !== null) return { kind: 'handled', rejected };
      // A message also starts a dead worker anew: its next instance knows nothing of the event.
      const sign = await ping(worker, relay, times.answer);
      sign?.wire.close();
      if (sign) heard = Date.now();
      const dead = sign ? sign.instance !== instance : Date.now() - heard > times.silence;
      if (dead) return (await within(line.handled, 0)) === null ? { kind: 'died' } : { kind: 'handled', rejected: await line.handled };
    }
  } finally {
    line.wire.close();
  }
}
