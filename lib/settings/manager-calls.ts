/** What the full-page manager and the options may ask beyond jobs, saves and answers. */

import type { JobsContext } from '../jobs/context';
import { recordViews } from '../jobs/record-views';
import { storedBySite } from '../jobs/stored-by-site';
import type { Supervisor } from '../jobs/supervisor';
import { asOrigin } from '../jobs/validate/origin';
import { asCount, asJobKey, asObject } from '../jobs/validate/shapes';
import type { LogLine, ManagerCalls } from '../protocol/manager';
import type { Handlers } from '../wire/wire';
import type { SettingsStore } from './settings';

interface Environment {
  context: JobsContext;
  supervisor: Pick<Supervisor, 'abort' | 'remove'>;
  settings: Pick<SettingsStore, 'get' | 'set'>;
  estimate: () => Promise<StorageEstimate>;
  log: () => readonly LogLine[];
  /** Everything that is kept elsewhere than with the jobs. */
  forgetChoices: () => Promise<void>;
}

const MOST_RECORDS = 1_000;

export function createManagerCalls({ context, supervisor, settings, estimate, log, forgetChoices }: Environment): Handlers<ManagerCalls> {
  const removeAll = async (origin: string | null): Promise<void> => {
    const db = await context.open();
    const jobs = await (origin === null ? db.getAll('jobs') : db.getAllFromIndex('jobs', 'origin', origin));
    for (const { key } of jobs) {
      // Its site is told of the end like of any other.
      await supervisor.abort(key);
      await supervisor.remove(key);
    }
  };
  return {
    records(payload) {
      const { job, from, count } = asObject(payload, 'records');
      return recordViews(context, asJobKey(job), asCount(from, 'from'), Math.min(Math.max(asCount(count, 'count'), 1), MOST_RECORDS));
    },
    async storage() {
      const [{ usage = 0, quota = 0 }, sites] = await Promise.all([estimate(), storedBySite(context)]);
      return { usage, quota, sites };
    },
    async removeAll(payload) {
      const { origin } = asObject(payload, 'removeAll');
      await removeAll(origin === null ? null : asOrigin(origin));
      return null;
    },
    log: () => [...log()],
    settings: () => settings.get(),
    setSettings: (payload) => settings.set(payload),
    async clearEverything() {
      await removeAll(null);
      await forgetChoices();
      return null;
    },
  };
}
