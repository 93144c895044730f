import { defineUnlistedScript } from 'wxt/utils/define-unlisted-script';
import { createFetchAs } from '../lib/fetch-as/fetch-as';
import { matchesIntegrity } from '../lib/fetch-as/integrity';
import { createJournal } from '../lib/jobs/journal';
import { systemClock } from '../lib/transfer/clock';
import { flushElsewhere } from '../lib/transfer/flush/flush-elsewhere';
import { FLUSH_WORKER, startFlushWorker } from '../lib/transfer/flush/start-flush-worker';
import { LIMITS, LIMITS_IN_FIREFOX, LIMITS_WITHOUT_BACK_PRESSURE } from '../lib/transfer/limits';
import { browserNetwork } from '../lib/transfer/network';
import { startWorker } from '../lib/transfer/start-worker';
import { startSecondWorker } from '../lib/transfer/stretch/start-second-worker';
import { withOwnFiles } from '../lib/try-it/fetch-own-files';
import { SECOND_WORKER } from '../lib/transfer/stretch/stretch';
import { messagePortEndpoint } from '../lib/wire/message-port';

/** The script of the dedicated Worker in which all transfers run, of second ones that fetch stretches of large bodies for it, and of one that flushes its files. */
export default defineUnlistedScript(() => {
  const scope = globalThis as unknown as DedicatedWorkerGlobalScope;
  const shared = {
    endpoint: messagePortEndpoint(scope),
    root: () => navigator.storage.getDirectory(),
    limits: import.meta.env.CHROME || import.meta.env.EDGE ? LIMITS : import.meta.env.FIREFOX ? LIMITS_IN_FIREFOX : LIMITS_WITHOUT_BACK_PRESSURE,
    onFault: console.error,
  };
  if (scope.name === FLUSH_WORKER) return startFlushWorker(shared);
  if (scope.name === SECOND_WORKER) return startSecondWorker({ ...shared, createFetchAs });
  startWorker({
    ...shared,
    journal: createJournal(),
    createFetchAs: (hops) => withOwnFiles(createFetchAs(hops), { origin: scope.location.origin, fetch: fetch.bind(scope), clock: systemClock }),
    matchesIntegrity,
    network: browserNetwork(scope),
    quota: async () => (await navigator.storage.estimate()).quota ?? Infinity,
    // In Firefox a Worker that made another one hung in that, now and then; and to open a file again costs as much there as is won.
    flush: import.meta.env.CHROME || import.meta.env.EDGE ? flushElsewhere(() => new Worker(scope.location.href, { name: FLUSH_WORKER })) : null,
    second: import.meta.env.FIREFOX && navigator.hardwareConcurrency > 1,
  });
});
