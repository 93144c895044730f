/** Hands events, and lines, to sites' service workers: how many at once, and for whom. */

import { siteOf } from '../fetch-as/same-site';
import type { MakeEvent } from '../jobs/event-delivery';
import type { Job } from '../jobs/model';
import type { ErrandOutcome, ServiceWorkerErrand } from '../protocol/site';
import { createSlots, createSlotsByName } from './slots';
import { wake, type Place, type WakeEnvironment } from './wake';

export interface Deliverer {
  deliver(job: Pick<Job, 'origin' | 'scope' | 'scriptURL'>, makeEvent: MakeEvent): Promise<ErrandOutcome>;
  /** A worker asked for a line; resolves when it has been closed. */
  connect(place: Place, nonce: string): Promise<ErrandOutcome>;
}

interface Environment extends WakeEnvironment {
  /** Whether the browser runs our scripts in documents of this origin. */
  hostAccess: (origin: string) => Promise<boolean>;
  /** Told when the first errand begins and when the last one ends. */
  keepAlive: (busy: boolean) => void;
}

/** Frames that load at the same time: for events, and as many for lines, whose workers are there and wait. */
const WAKING = 4;
/** Of those, of one site, which may have any number of hosts: one whose workers cannot be reached takes its time to show it, and others have clicks. */
const WAKING_PER_SITE = 2;
/** Of those, of one origin: others of its site have events, too. */
const WAKING_PER_ORIGIN = 1;
/** Errands of one origin, handlers included: a site whose handlers never end holds up nobody but itself. */
const PER_ORIGIN = 4;

/** Lets origins load frames; what it resolves with is to be called when theirs has loaded. */
const createGate = (): ((origin: string) => Promise<() => void>) => {
  const byOrigin = createSlotsByName(WAKING_PER_ORIGIN);
  const bySite = createSlotsByName(WAKING_PER_SITE);
  const all = createSlots(WAKING);
  return async (origin) => {
    const held = [await byOrigin.take(origin), await bySite.take(siteOf(new URL(origin))), await all.take()];
    return () => held.forEach((release) => release());
  };
};

export function createDeliverer(environment: Environment): Deliverer {
  const gates = { event: createGate(), connect: createGate() };
  const byOrigin = createSlotsByName(PER_ORIGIN);
  let errands = 0;

  async function run(
    kind: ServiceWorkerErrand['kind'],
    place: Place,
    makeErrand: () => Promise<ServiceWorkerErrand | null>,
    openTab: WakeEnvironment['openTab'],
  ): Promise<ErrandOutcome> {
    // No document would have a bridge, and the person would see a tab come and go.
    if (!(await environment.hostAccess(place.origin))) return { kind: 'inactive' };
    if (++errands === 1) environment.keepAlive(true);
    const release = await byOrigin.take(place.origin);
    const awake = await gates[kind](place.origin);
    try {
      const errand = await makeErrand();
      return errand === null ? { kind: 'unregistered' } : await wake(place, errand, { ...environment, openTab }, awake);
    } finally {
      awake();
      release();
      if (--errands === 0) environment.keepAlive(false);
    }
  }

  return {
    deliver: (job, makeEvent) =>
      run(
        'event',
        job,
        async () => {
          const event = await makeEvent();
          return event && { kind: 'event', scope: job.scope, event };
        },
        environment.openTab,
      ),
    // A worker that can ask can wait: no tab for this.
    connect: (place, nonce) => run('connect', place, async () => ({ kind: 'connect', scope: place.scope, nonce }), async () => null),
  };
}
