/** The world of death.test.ts: backgrounds that die after n steps. What it mocks of ./db must be mocked for this, too. */

import { expect } from 'vitest';
import type { BackgroundFetchEventType } from '../protocol/background-fetch';
import type { ErrandOutcome, ServiceWorkerEvent } from '../protocol/site';
import type { TransferCalls } from '../protocol/transfer';
import { createDeliveries } from '../service-worker/deliveries';
import type { Wire } from '../wire/wire';
import { jobsDatabase, type OpenDatabase } from './db';
import { args, ORIGIN, request, response, setUp } from './fixtures';
import type { Job } from './model';
import { mortal, never, stepOf } from './mortal.mocks';
import { createSiteCalls } from './site-calls';
import { createSupervisor } from './supervisor';

export const nextTask = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

export const TEXTS = ['first', 'second'];

/** A disk, a network on which every file arrives at once, a site, and a person. */
export const world = () => {
  const name = crypto.randomUUID();
  const clock = { time: 1_000 };
  const alarm = { at: null as number | null };
  const disk = setUp(() => clock.time, jobsDatabase(name));
  const connection = { metered: false };
  const answer = { permission: 'granted' as PermissionState };
  /** Handlers that ran. */
  const events: { job: string; type: BackgroundFetchEventType; texts: string[] }[] = [];
  /** Of whose end the rest of the background was told. */
  const tidings: string[] = [];
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
    const { step, died, isDead } = mortal(steps);
    const own = jobsDatabase(name);
    const open: OpenDatabase = async () => {
      const db = await own();
      stepOf.set(db, step);
      return db;
    };
    const context = { ...disk.freshContext(), open, files: { ...disk.memory.files, remove: (job: string) => step(() => disk.memory.files.remove(job)) } };

    /** The Worker dies with its background, and takes no second order to run what it runs. */
    const underWay = new Set<string>();
    const waiting = new Set<string>();
    const transfer = {
      async run({ job }: { job: string }): Promise<void> {
        if (full.delete(job)) {
          waiting.add(job);
          return supervisor.transfers.progress!({ job, downloaded: 0, uploaded: 0, waiting: { for: 'space' } });
        }
        waiting.delete(job);
        if (underWay.has(job)) return;
        underWay.add(job);
        for (const { index } of await disk.journal.unsettled(job, -1, TEXTS.length)) {
          const segments = [disk.memory.store(job, `${index}-0-0`, TEXTS[index]!)];
          await step(async () => disk.write({ key: job } as never, index, { response: response(), result: 'success', segments }));
        }
        underWay.delete(job);
        supervisor.transfers.finished!({ job });
      },
      stop: async () => {},
      retry: (payload: { job: string }) => transfer.run(payload),
      roomMade: async () => {
        for (const job of waiting) void wire.call('run', { job });
      },
      seal: async () => {},
      underWay: async () => {},
    };
    const wire = {
      call: (order: keyof typeof transfer, payload: { job: string }) =>
        step(async () => {
          // What it comes to is told, not answered. For a job that is gone nothing can be written.
          void transfer[order](payload).catch(async (error: unknown) => {
            if ((await disk.journal.job(payload.job)) !== null) throw error;
          });
          return null;
        }),
    } as unknown as Wire<TransferCalls, {}>;

    const supervisor = createSupervisor(context, {
      host: { transfer: async () => wire, keepAlive: () => {} },
      deliver: async (_job, makeEvent) => {
        const event = await makeEvent();
        if (!event) return { kind: 'unregistered' };
        return step(() => deliver(event));
      },
      permission: () => answer.permission,
      isHeldByConnection: () => connection.metered,
      hostAccess: async () => true,
      schedule: (at) => void step(async () => (alarm.at = at)),
      onEnded: (job) => step(async () => void tidings.push(job.key)),
    });
    const calls = createSiteCalls(
      { context, supervisor, permission: () => answer.permission, freeBytes: async () => 1e9, openTab: async () => {}, findTab: async () => null },
      { origin: ORIGIN, watcher: context.watchers.addSite(() => {}), signal: new AbortController().signal },
    );
    const fetch = async (id = 'episode'): Promise<string> => (await calls.fetch(args({ id, requests: TEXTS.map(() => request()), downloadTotal: 11 }))).job;
    return { supervisor, calls, fetch, died, isDead };
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
  /** Jobs with something to do now that no alarm of the next minute stands behind: a background that died would leave them to a visit, or to the browser's next start. */
  const left = async (): Promise<string[]> => {
    if (alarm.at !== null && alarm.at <= clock.time + 60_000) return [];
    const isDue = ({ phase }: Job): boolean => (phase.state === 'active' ? phase.paused === null : phase.delivery.state === 'due' && phase.delivery.notBefore <= clock.time);
    return (await (await disk.open()).getAll('jobs')).filter(isDue).map(({ key }) => key);
  };
  /** The alarm rings, each minute where nobody sets it anew, until nothing is left. */
  const passTime = async ({ supervisor, isDead }: ReturnType<typeof background>): Promise<void> => {
    do {
      if (isDead()) return never;
      clock.time = Math.max(clock.time, alarm.at ?? 0);
      alarm.at = clock.time + 60_000;
      await supervisor.tick();
      await nextTask();
    } while ((await stored()) > 0 || alarm.at !== null);
  };
  const pauseOf = async (job: string) => {
    const row = await (await disk.open()).get('jobs', job);
    return row?.phase.state === 'active' ? row.phase.paused : null;
  };
  return { ...disk, ids, jobs, pauseOf, left, clock, connection, answer, events, tidings, site, full, background, deliveryOf, passTime };
};

export type World = ReturnType<typeof world>;
export type Background = ReturnType<World['background']>;
