import type { SiteCalls } from '../protocol/site';
import type { Handlers } from '../wire/wire';
import { pause, within } from '../wire/within';
import { ping, speak, type Worker } from './worker-line';

/** As much of a ServiceWorkerRegistration as is used. */
export interface Registration {
  readonly installing: Worker | null;
  readonly waiting: Worker | null;
  readonly active: Worker | null;
  update(): Promise<unknown>;
}

export interface Patience {
  /** For a hello of the active worker: it may have to start first. */
  hello: number;
  /** For the update, the new worker's hello, and its activation, all together. */
  renewal: number;
}

const STEP = 100;

/**
 * The registration's active worker with the shim in it. A worker that was installed before this extension gets it by an update; when it then
 * waits for its pages to close, its shim activates it, because events go to active workers only. Null when none says hello in time.
 */
export async function summonShim(registration: Registration, relay: Handlers<SiteCalls>, patience: Patience): Promise<Worker | null> {
  const { active } = registration;
  if (!active) return null;
  let found: Worker | null = null;
  const call = async (worker: Worker): Promise<void> => {
    const line = await ping(worker, relay, patience.hello + patience.renewal);
    line?.wire.close();
    if (line) found = worker;
  };
  await within(call(active), patience.hello);
  if (found) return active;

  const began = Date.now();
  const asked = new Set<Worker>([active]);
  let activated = false;
  let updated = false;
  // Offline, or the script is gone: a worker that waits already may still carry the shim.
  void registration
    .update()
    .catch(() => null)
    .then(() => (updated = true));
  while (Date.now() - began < patience.renewal) {
    for (const worker of [registration.installing, registration.waiting, registration.active]) {
      if (!worker || asked.has(worker)) continue;
      asked.add(worker);
      void call(worker);
    }
    if (found !== null && found === registration.active) return found;
    if (found !== null && found === registration.waiting && !activated) {
      activated = true;
      speak(found, { kind: 'activate' }, relay);
    }
    // Nothing new came: the active worker gets a second chance to have been slow.
    if (updated && asked.size === 1 && Date.now() - began > patience.hello) return null;
    await pause(STEP);
  }
  return null;
}
