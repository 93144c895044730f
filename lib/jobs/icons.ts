/** Pictures for the list. A fetch never waits for its own, nor fails with it. */

import type { JobKey } from '../protocol/background-fetch';
import type { Host } from '../platform/host';
import type { JobsContext } from './context';
import type { Job } from './model';
import { beginIcon, setIcon } from './transitions';

/** An image that kills the Worker must not do so for ever. */
const MAX_TRIES = 3;

export interface Icons {
  /** Gets the job's icon if it has one and that has not been got. */
  want(job: Job): void;
  /** One is being got. */
  readonly busy: boolean;
}

/** @param changed told of a job that has its icon, and of every end of `busy` */
export const createIcons = (context: JobsContext, host: Pick<Host, 'transfer'>, changed: (job: JobKey) => void): Icons => {
  const underWay = new Set<JobKey>();

  const get = async (key: JobKey): Promise<void> => {
    for (;;) {
      const job = await beginIcon(await context.open(), key, MAX_TRIES);
      const src = job?.icons[0]?.src;
      if (job === null || src === undefined) return;
      const worker = await host.transfer();
      const { origin, clientURL, clientReferrerPolicy: referrerPolicy } = job;
      // Policy was asked about this address only: a redirect to another origin is refused.
      const icon = await worker.call('icon', { job: key, src, client: { origin, url: clientURL, referrerPolicy, connectsAnywhere: false } });
      if (icon === null || (await setIcon(await context.open(), key, src, icon))) return;
    }
  };

  return {
    want({ key, icons, icon, iconTries = 0 }) {
      if (icons.length === 0 || icon !== undefined || iconTries >= MAX_TRIES || underWay.has(key)) return;
      underWay.add(key);
      get(key)
        .catch((error: unknown) => context.onFault('icon', error))
        .finally(() => {
          underWay.delete(key);
          changed(key);
        });
    },
    get busy() {
      return underWay.size > 0;
    },
  };
};
