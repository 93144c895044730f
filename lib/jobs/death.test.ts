/**
 * Whatever a background does to the world (a transaction, an order to the Worker, a file removed, an event handed over, the alarm) is a step.
 * Each life here is lived once for each of its steps by a background that dies after it, and ended by another that knows only what is on the disk.
 */

import { expect, test, vi } from 'vitest';
import type { BackgroundFetchEventType } from '../protocol/background-fetch';
import type { ErrandOutcome, ServiceWorkerEvent } from '../protocol/site';
import type { TransferCalls } from '../protocol/transfer';
import { createDeliveries } from '../service-worker/deliveries';
import type { Wire } from '../wire/wire';
import { jobsDatabase, type OpenDatabase } from './db';
import { args, ORIGIN, request, response, SCOPE, setUp } from './fixtures';
import { createSiteCalls } from './site-calls';
import { createSupervisor } from './supervisor';

/** By the connection of a background. */
const { stepOf } = vi.hoisted(() => ({ stepOf: new WeakMap<object, Step>() }));

vi.mock(import('./db'), async (importOriginal) => {
  const db = await importOriginal();
  // What the Worker writes is a step of its own.
  return { ...db, atomically: (on, ...rest) => (stepOf.get(on) ?? ((act) => act()))(() => db.atomically(on, ...rest)) };
});

/** Lets the act happen, or nothing ever again. */
type Step = <Result>(act: () => Promise<Result>) => Promise<Result>;

const never = new Promise<never>(() => {});

/** @param steps Infinity: it lives on */
const mortal = (steps: number): { step: Step; died: Promise<void> } => {
  const death = Promise.withResolvers<void>();
  let left = steps;
  return {
    died: death.promise,
    step: async (act) => {
      if (--left >= 0) return act();
      death.resolve();
      return never;
    },
  };
};

const TEXTS = ['first', 'second'];

/** A disk, a network on which every file arrives at once, a site, and a person. */
const world = () => {
  const name = crypto.randomUUID();
  const clock = { time: 1_000 };
  const alarm = { at: null as number | null };
  const disk = setUp(() => clock.time, jobsDatabase(name));
  const connection = { metered: false };
  const answer = { permission: 'granted' as PermissionState };
  /** Handlers that ran. */
  const events: { job: string; type: BackgroundFetchEventType; texts: string[] }[] = [];
  /** Where deliveries end that do not come to the handlers. */
  const site = { unreachable: false, gone: false };
  /** Jobs that find the disk full once. */
  const full = new Set<string>();

  const jobs = async (): Promise<string[]> => (await disk.open()).getAllKeys('jobs');
  const ids = async (): Promise<string[]> => (await (await disk.open()).getAll('active')).map(({ id }) => id);
  const fire = async ({ type, registration, records }: ServiceWorkerEvent): Promise<{ rejected: boolean }> => {
    expect(await ids(), 'get() finds no fetch whose event comes').not.toContain(registration.id);
    events.push({ job: registration.job, type, texts: await Promise.all(records.map(async ({ body }) => (body ? new Blob(body).text() : 'cut off'))) });
    return { rejected: false };
  };
  // The site's worker outlives backgrounds.
  const worker = createDeliveries(fire);
  const deliver = async (event: ServiceWorkerEvent): Promise<ErrandOutcome> => {
    if (site.gone) return { kind: 'unregistered' };
    return site.unreachable ? { kind: 'inactive' } : { kind: 'handled', ...(await worker(event)) };
  };

  const background = (steps = Infinity) => {
    const { step, died } = mortal(steps);
    const own = jobsDatabase(name);
    const open: OpenDatabase = async () => {
      const db = await own();
      stepOf.set(db, step);
      return db;
    };
    const context = { ...disk.freshContext(), open, files: { ...disk.memory.files, remove: (job: string) => step(() => disk.memory.files.remove(job)) } };

    /** The Worker dies with its background. */
    const transfer = {
      async run({ job }: { job: string }): Promise<void> {
        if (full.delete(job)) return supervisor.transfers.progress!({ job, downloaded: 0, uploaded: 0, waiting: { for: 'space' } });
        for (const { index } of await disk.journal.unsettled(job, -1, TEXTS.length)) {
          const segments = [disk.memory.store(job, `${index}-0-0`, TEXTS[index]!)];
          await step(async () => disk.write({ key: job } as never, index, { response: response(), result: 'success', segments }));
        }
        supervisor.transfers.finished!({ job });
      },
      stop: async () => {},
      retry: (payload: { job: string }) => transfer.run(payload),
      seal: async () => {},
    };
    const wire = {
      call: (order: keyof typeof transfer, payload: { job: string }) =>
        step(async () => {
          // What it comes to is told, not answered.
          void transfer[order](payload);
          return null;
        }),
    } as unknown as Wire<TransferCalls, {}>;

    const supervisor = createSupervisor(context, {
      host: { transfer: async () => wire, keepAlive: () => {} },
      deliver: (_job, event) => step(() => deliver(event)),
      permission: () => answer.permission,
      isHeldByConnection: () => connection.metered,
      hostAccess: async () => true,
      schedule: (at) => void step(async () => (alarm.at = at)),
    });
    const calls = createSiteCalls(
      { context, supervisor, permission: () => answer.permission, freeBytes: async () => 1e9, openTab: async () => {} },
      { origin: ORIGIN, watcher: context.watchers.addSite(() => {}), signal: new AbortController().signal },
    );
    const fetch = async (id = 'episode'): Promise<string> => (await calls.fetch(args({ id, requests: TEXTS.map(() => request()), downloadTotal: 11 }))).job;
    return { supervisor, calls, fetch, died };
  };

  const stored = async (): Promise<number> => {
    const db = await disk.open();
    const rows = await Promise.all((['jobs', 'active', 'records', 'bodies', 'tallies'] as const).map((store) => db.count(store)));
    return rows.reduce((sum, count) => sum + count, disk.memory.folders.size);
  };
  const deliveryOf = async (job: string) => {
    const row = await (await disk.open()).get('jobs', job);
    return row?.phase.state === 'settled' ? row.phase.delivery : null;
  };
  /** The alarm rings, as often as it is set, until nothing is left. */
  const passTime = async ({ supervisor }: ReturnType<typeof background>): Promise<void> => {
    await vi.waitFor(
      async () => {
        clock.time = Math.max(clock.time, alarm.at ?? 0);
        await supervisor.tick();
        expect([await stored(), alarm.at]).toEqual([0, null]);
      },
      { interval: 1, timeout: 20_000 },
    );
  };
  return { ...disk, ids, jobs, clock, connection, answer, events, site, full, background, deliveryOf, passTime };
};

type World = ReturnType<typeof world>;
type Background = ReturnType<World['background']>;

interface Life {
  what: string;
  live: (background: Background, world: World) => Promise<unknown>;
  /** What a person does with the next background. */
  after?: (background: Background, world: World) => Promise<unknown>;
  /** Default: one for each fetch that was accepted. */
  events?: 'each' | 'none' | 'at most one';
}

const delivered = (world: World, job: string) => vi.waitFor(async () => expect(await world.deliveryOf(job)).toMatchObject({ state: 'over' }), { interval: 1 });

const lives: Life[] = [
  {
    what: 'from fetch() until nothing is left',
    live: async (background, world) => {
      await delivered(world, await background.fetch());
      await world.passTime(background);
    },
  },
  {
    what: 'with an abort by the site',
    live: async ({ fetch, calls }, world) => {
      const job = await fetch();
      await calls.abort({ job });
      await delivered(world, job);
    },
  },
  {
    what: 'that must ask, and is allowed',
    live: async ({ fetch, supervisor }, world) => {
      world.answer.permission = 'prompt';
      const job = await fetch();
      world.answer.permission = 'granted';
      await supervisor.consentChanged(ORIGIN);
      await delivered(world, job);
    },
    after: async (_background, { answer }) => (answer.permission = 'granted'),
  },
  {
    what: 'on a metered connection, and on the next one',
    live: async ({ fetch, supervisor }, world) => {
      world.connection.metered = true;
      const job = await fetch();
      await vi.waitFor(async () => expect(await (await world.open()).get('jobs', job)).toMatchObject({ phase: { paused: 'metered' } }), { interval: 1 });
      world.connection.metered = false;
      await supervisor.connectionChanged();
      await delivered(world, job);
    },
    after: async (_background, { connection }) => (connection.metered = false),
  },
  {
    what: 'that a person pauses and resumes',
    live: async ({ fetch, supervisor }, world) => {
      world.connection.metered = true;
      const job = await fetch();
      await supervisor.pauseAll();
      await supervisor.resumeAll();
      await vi.waitFor(async () => expect(await supervisor.resume(job)).toBe(true), { interval: 1 });
      await delivered(world, job);
    },
    after: ({ supervisor }, { connection }) => {
      connection.metered = false;
      return supervisor.resumeAll();
    },
  },
  {
    what: 'whose site cannot be reached before a page of it opens',
    live: async ({ fetch, supervisor }, world) => {
      world.site.unreachable = true;
      const job = await fetch();
      await vi.waitFor(async () => expect(await world.deliveryOf(job)).toMatchObject({ notBefore: 61_000 }), { interval: 1 });
      world.site.unreachable = false;
      await supervisor.siteVisited(ORIGIN);
      await delivered(world, job);
    },
    after: async (_background, { site }) => (site.unreachable = false),
  },
  {
    what: 'whose site is no more',
    live: async (background, world) => {
      world.site.gone = true;
      await background.fetch();
      await world.passTime(background);
    },
    events: 'none',
  },
  {
    what: 'whose registration goes while it runs',
    live: async ({ fetch, supervisor }, world) => {
      await fetch();
      await supervisor.unregistered(ORIGIN, SCOPE, world.clock.time);
    },
    after: ({ supervisor }, { clock }) => supervisor.unregistered(ORIGIN, SCOPE, clock.time),
    events: 'at most one',
  },
  {
    what: 'that a person takes off the list, restores and takes off again',
    live: async (background, world) => {
      const job = await background.fetch();
      await delivered(world, job);
      await background.supervisor.remove(job);
      await background.supervisor.restore(job);
      await background.supervisor.remove(job);
      await world.passTime(background);
    },
  },
  {
    what: 'that finds the disk full, beside one that can spare its data',
    live: async (background, world) => {
      await delivered(world, await background.fetch('spare'));
      world.answer.permission = 'prompt';
      const job = await background.fetch();
      world.full.add(job);
      world.answer.permission = 'granted';
      await background.supervisor.consentChanged(ORIGIN);
      await delivered(world, job);
    },
    after: async (_background, { answer }) => (answer.permission = 'granted'),
  },
];

test.each(lives)('a fetch $what survives the death of the background between any two steps', { timeout: 60_000 }, async ({ live, after, events = 'each' }) => {
  for (let steps = 0; ; steps++) {
    const home = world();
    const first = home.background(steps);
    const died = await Promise.race([live(first, home).then(() => false), first.died.then(() => true)]);
    const accepted = new Set([...(await home.jobs()), ...home.events.map(({ job }) => job)]);

    const next = home.background();
    const place = `died after ${steps} steps`;
    expect(await next.calls.getIds({ scope: SCOPE }), place).toEqual(await home.ids());
    await next.supervisor.boot();
    await after?.(next, home);
    await home.passTime(next);

    expect(home.faults, place).toEqual([]);
    const had = home.events.map(({ job }) => job);
    const due: string[] = { each: [...accepted], none: [], 'at most one': had.slice(0, 1) }[events];
    expect(had.toSorted(), place).toEqual(due.toSorted());
    expect(home.events.filter(({ type, texts }) => type === 'backgroundfetchsuccess' && texts.join() !== TEXTS.join()), place).toEqual([]);
    if (!died) break;
    expect(steps).toBeLessThan(200);
  }
});
