/** What happens around the jobs, and which of them are to be looked at because of it. */

import type { JobKey } from '../protocol/background-fetch';
import type { JobsContext } from './context';
import { recordKeys } from './db';
import type { Job } from './model';
import type { createTransfers } from './transfers';

export interface Occasions {
  /** The Worker is a new one. */
  workerStarted(): Promise<void>;
  /** A page of this origin opened: events that found nobody may find somebody now. */
  siteVisited(origin: string): Promise<void>;
  /** This scope's registration was gone at that time: so are the background fetches it had, and their events. */
  unregistered(origin: string, scope: string, at: number): Promise<void>;
  /** The user changed the answer for this origin: it takes effect on fetches that wait for it. */
  consentChanged(origin: string): Promise<void>;
  /** Whether connections hold fetches may have changed. */
  connectionChanged(): Promise<void>;
  /** The browser lets us act for more hosts: whatever waits for that goes on. */
  accessAdded(): Promise<void>;
  /** For fewer: what still asks one of those is stopped, if it can go on later, and waits. */
  accessRemoved(): Promise<void>;
}

interface Deps {
  transfers: ReturnType<typeof createTransfers>;
  look: (job: JobKey) => Promise<void>;
  /** A look that tries an event before its time. */
  hurry: (job: JobKey) => void;
  forgetWithFiles: (job: JobKey) => Promise<void>;
  hostAccess: (url: string) => Promise<boolean>;
}

export const createOccasions = ({ open, live }: JobsContext, { transfers, look, hurry, forgetWithFiles, hostAccess }: Deps): Occasions => {
  const lookAtActive = async (): Promise<void> => {
    for (const { job } of await (await open()).getAll('active')) void look(job);
  };

  const hasAccess = async (key: JobKey): Promise<boolean> => {
    const rows = await (await open()).getAllFromIndex('records', 'unsettled', recordKeys(key));
    const origins = new Set(rows.map(({ request }) => new URL(request.url).origin));
    return (await Promise.all([...origins].map(hostAccess))).every((allowed) => allowed);
  };

  return {
    async workerStarted() {
      live.clear();
      await lookAtActive();
    },
    async siteVisited(origin) {
      for (const job of await (await open()).getAllFromIndex('jobs', 'due')) {
        if (job.origin === origin) hurry(job.key);
      }
    },
    async unregistered(origin, scope, at) {
      const isLost = ({ phase, ...job }: Job): boolean =>
        // Another registration of this scope may have begun its own meanwhile.
        job.scope === scope && job.createdAt <= at && (phase.state === 'active' || phase.delivery.state === 'due');
      const jobs = await (await open()).getAllFromIndex('jobs', 'origin', origin);
      await Promise.all(jobs.filter(isLost).map(({ key }) => forgetWithFiles(key)));
    },
    async consentChanged(origin) {
      for (const { job } of await (await open()).getAllFromIndex('active', 'origin', origin)) void look(job);
    },
    connectionChanged: lookAtActive,
    async accessAdded() {
      // A background that this has just started has ordered nothing yet.
      for (const { job } of await (await open()).getAll('active')) void look(job).then(() => transfers.retry(job));
      for (const key of await (await open()).getAllKeysFromIndex('jobs', 'due')) hurry(key);
    },
    async accessRemoved() {
      for (const { job: key } of await (await open()).getAll('active')) {
        const job = await (await open()).get('jobs', key);
        if (job?.phase.state !== 'active' || job.phase.paused !== null || !job.pausable || (await hasAccess(key))) continue;
        await transfers.stop(key);
        void look(key);
      }
    },
  };
};
