/** Backgrounds of the tests, one after the other, on one disk. */

import type { RegistrationProgress } from '../protocol/background-fetch';
import type { ErrandOutcome, ServiceWorkerEvent } from '../protocol/site';
import { accept } from './accept';
import type { Summary } from './agenda';
import type { OpenDatabase } from './db';
import { KEEP_FOR } from './delivery-policy';
import { args, listeningWorker, ORIGIN, setUp } from './fixtures';
import type { Job } from './model';
import { newJob } from './new-job';
import { createSupervisor, type SupervisorDeps } from './supervisor';

export const handled: ErrandOutcome = { kind: 'handled', rejected: false };

/** A disk on which backgrounds live and die; `background()` starts one, with a Worker of its own and a world that answers `outcomes` in turn. */
export const world = (open?: OpenDatabase) => {
  const clock = { time: 1_000 };
  const disk = setUp(() => clock.time, open);
  const outcomes: (ErrandOutcome | Promise<ErrandOutcome> | Error)[] = [];
  const events: ServiceWorkerEvent[] = [];
  const consents = new Map<string, PermissionState>();
  const connection = { metered: false };
  const keep = { for: KEEP_FOR };
  /** Origins that the browser does not let us act for. */
  const closed = new Set<string>();
  const background = (worker = listeningWorker(), on: Pick<SupervisorDeps, 'onEnded' | 'fulfil'> = {}) => {
    const context = { ...disk.freshContext(), keepFor: () => keep.for };
    const told: RegistrationProgress[] = [];
    const steps: string[] = [];
    const busy: boolean[] = [];
    const alarms: (number | null)[] = [];
    let summary: Summary | undefined;
    const watcher = context.watchers.addSite((progress) => {
      told.push(progress);
      steps.push(`told ${progress.result || 'running'} ${progress.recordsAvailable ? 'available' : 'gone'}`);
    });
    const supervisor = createSupervisor(context, {
      host: { transfer: async () => worker.wire, keepAlive: (now) => busy.push(now) },
      deliver: async (_job, makeEvent) => {
        const event = await makeEvent();
        if (!event) return { kind: 'unregistered' };
        steps.push(event.type);
        events.push(event);
        const outcome = outcomes.shift() ?? handled;
        if (outcome instanceof Error) throw outcome;
        return outcome;
      },
      permission: (origin) => consents.get(origin) ?? 'granted',
      isHeldByConnection: () => connection.metered,
      hostAccess: async (url) => !closed.has(new URL(url).origin),
      schedule: (at) => alarms.push(at),
      onChange: (now) => (summary = now),
      ...on,
    });
    return { context, supervisor, watcher, told, steps, busy, alarms, worker, asked: worker.asked, summary: () => summary };
  };
  const job = async (key: string) => (await disk.open()).get('jobs', key);
  const delivery = async (key: string) => {
    const row = await job(key);
    return row?.phase.state === 'settled' ? row.phase.delivery : null;
  };
  return { ...disk, clock, outcomes, events, consents, connection, keep, closed, background, job, delivery };
};

/** Starts fetches as they are while the user has not answered. */
export const asking = ({ open, clock }: ReturnType<typeof world>) => {
  return async (id: string): Promise<Job> => {
    const given = args({ id });
    const job = newJob(given, ORIGIN, 'consent', clock.time);
    await accept(await open(), job, given.requests, Infinity);
    return job;
  };
};
