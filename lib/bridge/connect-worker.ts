import type { LineCalls } from '../protocol/service-worker';
import type { ErrandOutcome, SiteCalls } from '../protocol/site';
import type { Handlers } from '../wire/wire';
import { pause } from '../wire/within';
import { findRegistration } from './find-registration';
import { speak, type WorkerLine } from './worker-line';

/** A worker that waits for an answer asks every few seconds whether we are alive. One silent for so long is dead or content, and can ring again. */
export const LINE_IDLE = 60_000;

/** Every handler, with word of each call. */
function watched<Calls>(handlers: Handlers<Calls>, called: () => void): Handlers<Calls> {
  const entries = Object.entries(handlers) as [string, (payload: unknown) => unknown][];
  return Object.fromEntries(entries.map(([name, handle]) => [name, (payload: unknown) => (called(), handle(payload))])) as Handlers<Calls>;
}

/**
 * Gives a port to the worker that rang; which of the three it was, it knows by the nonce. Ends when the line is no longer used.
 * @param opened told of each line that a worker took
 */
export async function connectWorker(
  { scope, nonce }: { scope: string; nonce: string },
  relay: Handlers<SiteCalls>,
  container: ServiceWorkerContainer,
  opened: (line: WorkerLine) => void,
  idle = LINE_IDLE,
): Promise<ErrandOutcome> {
  const registration = await findRegistration(container, scope);
  if (!registration) return { kind: 'unregistered' };
  let used = Date.now();
  const handlers = watched<SiteCalls & LineCalls>({ ...relay, alive: () => null }, () => (used = Date.now()));
  const lines = [registration.installing, registration.waiting, registration.active]
    .filter((worker) => worker !== null)
    .map((worker) => speak(worker, { kind: 'connect', nonce }, handlers));
  for (const line of lines) void line.hello.then(() => opened(line));
  while (Date.now() - used < idle) await pause(idle / 10);
  for (const line of lines) line.wire.close();
  return { kind: 'closed' };
}
