/**
 * Brings files to the person's disk. The rows are the truth: each is written before the download manager is asked, and read again after any death.
 * A row that waits is given to it in turn; one that it has is looked at whenever it says so.
 */

import type { Downloads } from 'webextension-polyfill';
import { readBodyFrom } from '../jobs/bodies';
import type { JobsContext } from '../jobs/context';
import { gone } from '../jobs/errors';
import { createLooks } from '../jobs/looks';
import type { SaveRow } from '../jobs/save-row';
import { hasData } from '../jobs/views';
import type { Host } from '../platform/host';
import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey, SaveView } from '../protocol/saves';
import { WireException } from '../wire/wire';
import { createFindDownload } from './find-download';
import { directSaves, storedSaves } from './new-saves';
import { createSaveRows, hasEnded } from './save-rows';
import { toldBy } from './save-state';

export type DownloadManager = Pick<Downloads.Static, 'download' | 'search' | 'pause' | 'resume' | 'cancel' | 'show' | 'onChanged'>;

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

/** Downloads at once. The download manager has no limit of its own. */
const MOST = 6;
/** Milliseconds between two looks at how far they are, while somebody watches. */
const PACE = 500;

const notNow = (what: string): WireException => new WireException('invalid-state', `cannot ${what} this file in its state`);

/** Must be called synchronously at background start. */
export function createSaves(context: JobsContext, { downloads, extensionId, host, abort }: Environment): Saves {
  const { open, files, watchers, now, onFault } = context;
  const rows = createSaveRows(open);
  const find = createFindDownload({ downloads, rows, extensionId });
  const underWay = new Map<SaveKey, SaveRow>();
  const received = new Map<SaveKey, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const view = ({ save, job, index, from, state, filename, total, error, resumable }: SaveRow): SaveView => ({
    ...{ save, job, index, from, state, filename, total, error, resumable },
    received: received.get(save) ?? (state === 'done' ? (total ?? 0) : 0),
  });
  const tell = (row: SaveRow): void => watchers.tellSave(view(row));

  const running = (): SaveRow[] => [...underWay.values()].filter(({ state }) => state === 'running');
  /** The URL of a stored body lives no longer than we do. */
  const rest = (): void => host.keepAlive(queue.busy || running().some(({ from }) => from === 'stored'));

  const ended = async (row: SaveRow): Promise<void> => {
    underWay.delete(row.save);
    if (row.from === 'stored' && row.url !== '') await host.closeBlob(row.url).catch((error: unknown) => onFault('saves', error));
    rest();
  };

  const fail = async (save: SaveKey, error: SaveView['error']): Promise<void> => {
    const failed = await rows.change(save, ({ waiting: _waiting, ...row }) => (hasEnded(row) ? null : { ...row, state: 'failed', error, resumable: false }));
    if (!failed) return;
    await ended(failed);
    tell(failed);
  };

  /** Looks at what the download manager says of it now. */
  const refresh = async (save: SaveKey): Promise<void> => {
    const row = await rows.get(save);
    if (!row || row.waiting !== undefined) return;
    const item = await find(row);
    if (!item) return fail(save, 'other');
    const { received: bytes, ...told } = toldBy(item, row);
    const moved = bytes !== received.get(save);
    received.set(save, bytes);
    const changed = await rows.change(save, (current) => {
      const next = { ...current, ...told, download: item.id };
      return JSON.stringify(next) === JSON.stringify(current) ? null : next;
    });
    const latest = changed ?? row;
    if (!hasEnded(latest)) underWay.set(save, latest);
    else if (changed || underWay.has(save)) await ended(latest);
    if (changed || moved) tell(latest);
    rest();
    void pump();
  };

  /** What the download manager is to fetch. Rejects `gone`. */
  const urlOf = async ({ job: key, index, from, url }: SaveRow): Promise<string> => {
    if (from === 'direct') {
      await abort(key);
      return url;
    }
    const db = await open();
    const [job, record] = await Promise.all([db.get('jobs', key), db.get('records', [key, index])]);
    if (!job || !record || !hasData(job)) throw gone();
    return host.openBlob(await readBodyFrom(files, key, record.segments));
  };

  const begin = async (waiting: SaveRow): Promise<void> => {
    const { save, path } = waiting;
    // A background that died between these lines may have asked already.
    let download = (await find(waiting))?.id ?? null;
    if (download === null) {
      const url = await urlOf(waiting);
      if (!(await rows.change(save, (row) => (hasEnded(row) ? null : { ...row, url, since: now() })))) return ended({ ...waiting, url });
      download = await downloads.download({ url, filename: path, conflictAction: 'uniquify', saveAs: false });
    }
    const begun = await rows.change(save, ({ waiting: _waiting, ...row }) => ({ ...row, download }));
    // Cancelled meanwhile, or its job is gone.
    if (!begun || hasEnded(begun)) await downloads.cancel(download);
    await refresh(save);
  };

  const beginOrFail = async (row: SaveRow): Promise<void> => {
    try {
      await begin(row);
    } catch (error) {
      const isGone = error instanceof WireException && error.code === 'gone';
      if (!isGone) onFault('saves', error);
      await fail(row.save, isGone ? 'gone' : 'other');
    }
  };

  const giveWaiting = async (): Promise<void> => {
    while (running().length < MOST) {
      const [row] = await rows.waiting(1);
      if (!row) return;
      await beginOrFail(row);
    }
  };
  const queue = createLooks(
    () => giveWaiting().catch((error: unknown) => onFault('saves', error)),
    () => rest(),
  );
  const pump = (): Promise<void> => queue.look('saves');

  const watch = (): void => {
    if (timer !== undefined || underWay.size === 0 || !watchers.watched) return;
    timer = setTimeout(() => {
      timer = undefined;
      Promise.all([...underWay.keys()].map(refresh)).then(watch, (error: unknown) => onFault('saves', error));
    }, PACE);
  };

  const start = async (wished: SaveRow[]): Promise<SaveView[]> => {
    const added = await rows.add(wished);
    for (const row of added) tell(row);
    void pump().then(watch);
    return added.map(view);
  };

  const must = async (save: SaveKey): Promise<SaveRow> => {
    const row = await rows.get(save);
    if (!row) throw gone();
    return row;
  };

  const forgotten = async (job: JobKey): Promise<void> => {
    for (const row of await rows.remove(job)) {
      received.delete(row.save);
      if (hasEnded(row)) continue;
      if (row.from === 'stored' && row.download !== null) await downloads.cancel(row.download).catch(() => {});
      await ended(row);
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
      const jobs = new Set((await rows.all()).map(({ job }) => job));
      for (const job of jobs) if (!(await (await open()).getKey('jobs', job))) await forgotten(job);
      for (const { save } of await rows.underWay()) await refresh(save);
      await pump();
    },
    async list() {
      await Promise.all([...underWay.keys()].map(refresh));
      watch();
      return (await rows.all()).toSorted((a, b) => a.index - b.index).map(view);
    },
    save: async (job, index) => start(await storedSaves(context, job, index)),
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
      watch();
    },
    async cancel(save) {
      const { download } = await must(save);
      const waited = await rows.change(save, ({ waiting, ...row }) => (waiting === undefined ? null : { ...row, state: 'cancelled' }));
      if (waited) tell(waited);
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
