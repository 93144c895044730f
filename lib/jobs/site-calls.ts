/** What a site may ask. Every payload is checked on arrival, and a job of another origin behaves as if it did not exist. */

import type { JobKey, RegistrationState } from '../protocol/background-fetch';
import type { FoundTab } from '../platform/find-tab';
import type { BridgeCalls } from '../protocol/site';
import { WireException, type Handlers } from '../wire/wire';
import { accept, refuseEarly } from './accept';
import type { JobsContext } from './context';
import { gone } from './errors';
import { MAX_REQUESTS, MAX_URL_LENGTH, MAX_WATCHED } from './limits';
import type { Job } from './model';
import { newJob } from './new-job';
import { readJobs, type JobWithTally } from './read-jobs';
import { createRecordReader } from './read-record';
import { matchRecords } from './records';
import type { Supervisor } from './supervisor';
import { updateUI } from './transitions';
import { asFetchArguments, asId, asScope } from './validate/fetch-arguments';
import { asMatchQuery } from './validate/match-query';
import { asArray, asCount, asJobKey, asObject, asURLOf, malformed, tooLarge } from './validate/shapes';
import { asUIOptions } from './validate/ui-options';
import { recordsAvailable, registrationProgress, registrationState } from './views';
import type { SiteWatcher } from './watchers';

/** Calls that concern jobs. The rest of BridgeCalls belongs to lib/delivery and lib/consent. */
export type SiteJobCalls = Omit<BridgeCalls, 'serve' | 'served' | 'permission'>;

export interface SiteCallsDeps {
  context: JobsContext;
  supervisor: Supervisor;
  /** The user's answer for this origin. */
  permission: (origin: string) => PermissionState | Promise<PermissionState>;
  /** Bytes the browser would still let us store. */
  freeBytes: () => Promise<number>;
  /** Opens a tab for a click handler. */
  openTab: (url: string) => Promise<void>;
  /** The tab that shows this window of a site; null when it cannot be told. */
  findTab: (url: URL) => Promise<FoundTab | null>;
}

export interface Caller {
  /** From `sender.origin`. */
  origin: string;
  watcher: SiteWatcher;
  /** The line to the caller has closed. */
  signal: AbortSignal;
}

export const createSiteCalls = (
  { context, supervisor, permission, freeBytes, openTab, findTab }: SiteCallsDeps,
  { origin, watcher, signal }: Caller,
): Handlers<SiteJobCalls> => {
  const { open, live, now, turns } = context;

  const find = async (key: JobKey): Promise<Job | null> => {
    const job = await (await open()).get('jobs', key);
    return job?.origin === origin ? job : null;
  };

  /** Must learn before it reads, and read last: then no push that is newer than the reply can come before it. */
  const learn = async (keys: JobKey[]): Promise<JobWithTally[]> => {
    for (const key of keys) watcher.learn(key);
    return readJobs(await open(), keys);
  };

  const stateOf = async (key: JobKey): Promise<RegistrationState | null> => {
    const [found] = await learn([key]);
    return found ? registrationState(found.job, found.tally, live.get(key)) : null;
  };

  const reader = createRecordReader(context, { find, signal, seal: (job, index) => supervisor.seal(job, index) });

  return {
    async fetch(payload) {
      const args = asFetchArguments(payload, origin);
      return turns(origin, async () => {
        const allowed = await permission(origin);
        if (allowed === 'denied') throw new WireException('not-allowed', 'the user has blocked background fetches of this site');
        const wanted = newJob(args, origin, allowed === 'prompt' ? 'consent' : null, now());
        await refuseEarly(await open(), wanted);
        const free = wanted.downloadTotal + wanted.uploadTotal > 0 ? await freeBytes() : Infinity;
        const job = await supervisor.accepting(async () => accept(await open(), wanted, args.requests, free));
        if (job !== wanted) return (await stateOf(job.key)) ?? Promise.reject(gone());
        watcher.learn(job.key);
        supervisor.jobAccepted(job.key);
        return registrationState(job);
      });
    },

    async get(payload) {
      const { scope, id } = asObject(payload, 'get');
      const row = await (await open()).get('active', [asScope(scope, origin), asId(id)]);
      return row ? stateOf(row.job) : null;
    },

    async getIds(payload) {
      const scope = asScope(asObject(payload, 'getIds')['scope'], origin);
      const rows = await (await open()).getAll('active', IDBKeyRange.bound([scope], [scope, []]));
      // The map of active background fetches keeps the order of `fetch()` calls.
      return rows.toSorted((a, b) => a.createdAt - b.createdAt).map((row) => row.id);
    },

    async abort(payload) {
      const { job: key, again } = asObject(payload, 'abort');
      const job = await find(asJobKey(key));
      if (!job) return false;
      if (await supervisor.abort(job.key)) return true;
      const phase = again === true ? (await find(job.key))?.phase : undefined;
      return phase?.state === 'settled' && phase.failureReason === 'aborted';
    },

    async match(payload) {
      const { job: key, query, limit } = asObject(payload, 'match');
      const asked = asMatchQuery(query);
      const most = limit === null ? null : asCount(limit, 'limit');
      const job = await find(asJobKey(key));
      if (!job || !recordsAvailable(job)) throw gone();
      return matchRecords(context, job, asked, most);
    },

    async awaitResponse(payload) {
      const { job, index } = asObject(payload, 'awaitResponse');
      return reader.awaitResponse(asJobKey(job), asIndex(index));
    },

    async readBody(payload) {
      const { job, index, generation, offset } = asObject(payload, 'readBody');
      return reader.readBody(asJobKey(job), asIndex(index), asCount(generation, 'generation'), asCount(offset, 'offset'));
    },

    async updateUI(payload) {
      const { job: key, options } = asObject(payload, 'updateUI');
      const job = await find(asJobKey(key));
      const changed = job && (await updateUI(await open(), job.key, asUIOptions(options, job.scriptURL)));
      if (!changed) throw new WireException('invalid-state', 'the event is not active');
      supervisor.uiUpdated(changed);
      return null;
    },

    async openWindow(payload) {
      const { job: key, url } = asObject(payload, 'openWindow');
      const target = asURLOf(origin, url, 'url', MAX_URL_LENGTH);
      const job = await find(asJobKey(key));
      if (!job || !supervisor.takeClick(job.key)) return false;
      await openTab(target.href);
      return true;
    },

    async focusWindow(payload) {
      const { job: key, url } = asObject(payload, 'focusWindow');
      const target = asURLOf(origin, url, 'url', MAX_URL_LENGTH);
      const job = await find(asJobKey(key));
      // First: what cannot be had leaves the click for another wish of its handlers.
      const tab = job && (await findTab(target));
      if (!tab || !supervisor.takeClick(job.key)) return false;
      await tab.focus();
      return true;
    },

    async watch(payload) {
      const keys = asArray(asObject(payload, 'watch')['jobs'], 'jobs');
      if (keys.length > MAX_WATCHED) throw tooLarge('the list of jobs');
      const known = (await readJobs(await open(), keys.map(asJobKey))).filter(({ job }) => job.origin === origin);
      const learnt = await learn(known.map(({ job }) => job.key));
      return learnt.map(({ job, tally }) => registrationProgress(job, tally, live.get(job.key)));
    },

    async unregistered(payload) {
      const { scope, at } = asObject(payload, 'unregistered');
      await supervisor.unregistered(origin, asScope(scope, origin), asCount(at, 'at'));
      return null;
    },
  };
};

const asIndex = (value: unknown): number => {
  const index = asCount(value, 'index');
  if (index >= MAX_REQUESTS) throw malformed('index');
  return index;
};
