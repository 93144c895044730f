/**
 * Brings files to the person's disk, as the person asks. The rows are the truth: each is written before the download manager is asked, and read again
 * after any death.
 */

import type { Downloads } from 'webextension-polyfill';
import type { JobsContext } from '../jobs/context';
import { gone } from '../jobs/errors';
import { hasEnded, type SaveRow } from '../jobs/save-row';
import type { Host } from '../platform/host';
import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey, SaveView } from '../protocol/saves';
import { WireException } from '../wire/wire';
import { createFindDownload } from './find-download';
import { directSaves, storedSaves } from './new-saves';
import { createSaveRows } from './save-rows';
import { createUnderWay } from './under-way';

export type DownloadManager = Pick<Downloads.Static, 'download' | 'search' | 'pause' | 'resume' | 'cancel' | 'removeFile' | 'show' | 'onChanged'>;

interface Environment {
  downloads: DownloadManager;
  extensionId: string;
  host: Pick<Host, 'openBlob' | 'closeBlob' | 'keepAlive'>;
  /** Ends a job as the person's cancelling does; one that has ended is no error. */
  abort: (job: JobKey) => Promise<unknown>;
}

export interface Saves {
  /** To be called once, at every start of the background. */
  boot(): Promise<void>;
  list(): Promise<SaveView[]>;
  save(job: JobKey, index: number | null): Promise<SaveView[]>;
  /** Saves all files of a job, as the person wished beforehand. */
  saveUnasked(job: JobKey): Promise<SaveView[]>;
  saveDirectly(job: JobKey): Promise<SaveView[]>;
  pause(save: SaveKey): Promise<void>;
  resume(save: SaveKey): Promise<void>;
  cancel(save: SaveKey): Promise<void>;
  show(save: SaveKey): Promise<void>;
  /** Has this job been saved, or is it being? */
  knows(job: JobKey): Promise<boolean>;
  /** The job is no more: nor are its saves. What the download manager fetches by itself goes on in its own list. */
  forgotten(job: JobKey): Promise<void>;
}

const notNow = (what: string): WireException => new WireException('invalid-state', `cannot ${what} this file in its state`);

/** Must be called synchronously at background start. */
export function createSaves(context: JobsContext, { downloads, extensionId, host, abort }: Environment): Saves {
  const { open, now, onFault } = context;
  const rows = createSaveRows(open, now);
  const find = createFindDownload({ downloads, rows, extensionId });
  const underWay = createUnderWay(context, { rows, find, downloads, host, abort });
  const { view, tell, refresh } = underWay;

  const start = async (wished: SaveRow[], promised = false): Promise<SaveView[]> => {
    const added = await rows.add(wished, promised);
    for (const row of added) tell(row);
    void underWay.give().then(() => underWay.watch());
    return added.map(view);
  };

  const must = async (save: SaveKey): Promise<SaveRow> => {
    const row = await rows.get(save);
    if (!row) throw gone();
    return row;
  };

  const forgotten = async (job: JobKey): Promise<void> => {
    for (const row of await rows.remove(job)) {
      if (!hasEnded(row) && row.from === 'stored' && row.download !== null) await downloads.cancel(row.download).catch(() => {});
      await underWay.forgotten(row);
    }
  };

  downloads.onChanged.addListener(({ id }) => {
    rows
      .ofDownload(id)
      .then((row) => row && refresh(row.save))
      .catch((error: unknown) => onFault('saves', error));
  });

  return {
    async boot() {
      // Those that have ended went with their jobs.
      const unended = await rows.unended();
      for (const job of new Set(unended.map(({ job }) => job))) if (!(await (await open()).getKey('jobs', job))) await forgotten(job);
      for (const row of unended) if (row.waiting === undefined) await refresh(row.save);
      await underWay.give();
    },
    async list() {
      await underWay.refreshAll();
      underWay.watch();
      return (await rows.all()).toSorted((a, b) => a.index - b.index).map(view);
    },
    save: async (job, index) => start(await storedSaves(context, job, index)),
    saveUnasked: async (job) => start(await storedSaves(context, job, null), true),
    saveDirectly: async (job) => start(await directSaves(context, job)),
    async pause(save) {
      const { from, state, download } = await must(save);
      if (from !== 'direct' || state !== 'running' || download === null) throw notNow('pause');
      await downloads.pause(download);
      await refresh(save);
    },
    async resume(save) {
      const { state, download, resumable } = await must(save);
      if (!resumable || state === 'running' || download === null) throw notNow('resume');
      await downloads.resume(download);
      await refresh(save);
      underWay.watch();
    },
    async cancel(save) {
      const waited = await rows.end(save, ({ waiting, ...row }) => (waiting === undefined ? null : { ...row, state: 'cancelled' }));
      if (waited) tell(waited);
      // Looked for only now: it may have been given to the download manager meanwhile, or by a background that died before it took that down.
      const download = waited ? ((await find(waited))?.id ?? null) : (await must(save)).download;
      if (download === null) return;
      await downloads.cancel(download).catch((error: unknown) => onFault('saves', error));
      await refresh(save);
    },
    async show(save) {
      const row = await must(save);
      if (row.state !== 'done') throw notNow('show');
      const item = await find(row);
      if (item?.exists !== true) {
        const lost = await rows.change(save, (current) => ({ ...current, state: 'failed', error: 'gone' }));
        if (lost) tell(lost);
        throw gone();
      }
      await downloads.show(item.id);
    },
    knows: async (job) => (await rows.ofJob(job)).length > 0,
    forgotten,
  };
}
