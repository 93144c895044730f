import type { ServiceWorkerEvent } from '../protocol/site';

type Outcome = { rejected: boolean };

/**
 * Delivery is at-least-once; in one instance of the worker this makes it once. A second delivery of an event gets the outcome of the first.
 * Clicks may come again when the handler of the last one is through.
 */
export function createDeliveries(fire: (event: ServiceWorkerEvent) => Promise<Outcome>): (event: ServiceWorkerEvent) => Promise<Outcome> {
  const known = new Map<string, Promise<Outcome>>();
  return (event) => {
    const key = `${event.type} ${event.registration.job}`;
    const earlier = known.get(key);
    if (earlier) return earlier;
    const outcome = fire(event).catch(() => ({ rejected: true }));
    known.set(key, outcome);
    if (event.type === 'backgroundfetchclick') void outcome.then(() => known.delete(key));
    return outcome;
  };
}
