/** Files on their way to the disk: given to the browser's download manager in turn, and looked at whenever it says so. */

import { readBodyFrom } from '../jobs/bodies';
import type { JobsContext } from '../jobs/context';
import { gone } from '../jobs/errors';
import { createLooks } from '../jobs/looks';
import { hasEnded, type SaveRow } from '../jobs/save-row';
import { hasData } from '../jobs/views';
import type { Downloads } from 'webextension-polyfill';
import type { Host } from '../platform/host';
import type { JobKey } from '../protocol/background-fetch';
import type { SaveKey, SaveView } from '../protocol/saves';
import { WireException } from '../wire/wire';
import type { FindDownload } from './find-download';
import type { SaveRows } from './save-rows';
import { hasLostSource, isCutOff, toldBy } from './save-state';
import type { DownloadManager } from './saves';

interface Environment {
  rows: SaveRows;
  find: FindDownload;
  downloads: Pick<DownloadManager, 'download' | 'cancel' | 'removeFile'>;
  host: Pick<Host, 'openBlob' | 'closeBlob' | 'keepAlive'>;
  abort: (job: JobKey) => Promise<unknown>;
}

export interface UnderWay {
  view(row: SaveRow): SaveView;
  tell(row: SaveRow): void;
  /** Looks at what the download manager says of it now. */
  refresh(save: SaveKey): Promise<void>;
  refreshAll(): Promise<void>;
  /** Gives what waits. Resolves when the download manager has as much as it is to have, or at once where that is being done. */
  give(): Promise<void>;
  /** Looks again and again at how far they are, as long as somebody watches. */
  watch(): void;
  /** The row is no more. */
  forgotten(row: SaveRow): Promise<void>;
}

/** Downloads at once. The download manager has no limit of its own. */
const MOST = 6;
/** Milliseconds between two looks at how far they are, while somebody watches. */
const PACE = 500;

export const createUnderWay = ({ open, files, watchers, now, onFault }: JobsContext, { rows, find, downloads, host, abort }: Environment): UnderWay => {
  const underWay = new Map<SaveKey, SaveRow>();
  const received = new Map<SaveKey, number>();
  /** Of stored bodies: those whose address this background has made. Any other is dead, unless the host has outlived the background. */
  const begunHere = new Set<SaveKey>();
  const turns = new Map<SaveKey, Promise<void>>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const view = ({ save, job, index, from, state, filename, total, error, resumable }: SaveRow): SaveView => ({
    ...{ save, job, index, from, state, filename, total, error, resumable },
    received: received.get(save) ?? (state === 'done' ? (total ?? 0) : 0),
  });
  const tell = (row: SaveRow): void => watchers.tellSave(view(row));

  const running = (): SaveRow[] => [...underWay.values()].filter(({ state }) => state === 'running');
  /** The URL of a stored body lives no longer than we do: one that is paused is to go on. */
  const rest = (): void => host.keepAlive(queue.busy || [...underWay.values()].some(({ from }) => from === 'stored'));

  const ended = async (row: SaveRow): Promise<void> => {
    underWay.delete(row.save);
    begunHere.delete(row.save);
    if (row.from === 'stored' && row.url !== '') await host.closeBlob(row.url).catch((error: unknown) => onFault('saves', error));
    rest();
  };

  const fail = async (save: SaveKey, error: SaveView['error'], more: Partial<SaveRow> = {}): Promise<void> => {
    const failed = await rows.end(save, ({ waiting: _waiting, ...row }) => (hasEnded(row) ? null : { ...row, state: 'failed', error, resumable: false, ...more }));
    if (!failed) return;
    await ended(failed);
    tell(failed);
  };

  /** What is left of a download whose source died with the browser: begun anew by itself once, for the person's pressing a button after that. False where it is as any other. */
  const replace = async (row: SaveRow, item: Downloads.DownloadItem | null): Promise<boolean> => {
    if (row.from !== 'stored' || begunHere.has(row.save) || (item && !hasLostSource(item))) return false;
    // Without these it is nobody's: its cancelling is not the person's.
    const free = { url: '', download: null };
    if (row.state === 'running' && !row.again) {
      const since = now();
      const begun = await rows.change(row.save, (current) => (hasEnded(current) ? null : { ...current, ...free, again: true, since, waiting: since + row.index / 100_000 }));
      await ended(row);
      if (begun) tell(begun);
    } else if (item?.paused) {
      await fail(row.save, 'other', free);
    } else {
      return false;
    }
    // It may be no more.
    if (item) await downloads.cancel(item.id).catch(() => {});
    void give();
    return true;
  };

  const refreshOnce = async (save: SaveKey): Promise<void> => {
    const row = await rows.get(save);
    if (!row || row.waiting !== undefined) return;
    const item = await find(row);
    // Never the file that it looks like.
    if (row.from === 'stored' && item && isCutOff(item)) await downloads.removeFile(item.id).catch(() => {});
    if (await replace(row, item)) return;
    if (!item) return fail(save, 'other');
    const { received: bytes, ...told } = toldBy(item, row);
    const moved = bytes !== received.get(save);
    received.set(save, bytes);
    const write = hasEnded(told) ? rows.end : rows.change;
    const changed = await write(save, (current) => {
      const next = { ...current, ...told, download: item.id };
      return JSON.stringify(next) === JSON.stringify(current) ? null : next;
    });
    const latest = changed ?? row;
    if (!hasEnded(latest)) underWay.set(save, latest);
    else if (changed || underWay.has(save)) await ended(latest);
    if (changed || moved) tell(latest);
    rest();
    void give();
  };
  /** One after the other: what an earlier look has seen must not be written over what a later one has. */
  const refresh = async (save: SaveKey): Promise<void> => {
    const mine = (turns.get(save) ?? Promise.resolve()).then(() => refreshOnce(save));
    const turn = mine.catch(() => {});
    turns.set(save, turn);
    await mine.finally(() => turns.get(save) === turn && turns.delete(save));
  };
  const refreshAll = async (): Promise<void> => void (await Promise.all([...underWay.keys()].map(refresh)));

  /** What the download manager is to fetch. Rejects `gone`. */
  const urlOf = async ({ job: key, index, from, url }: SaveRow): Promise<string> => {
    if (from === 'direct') {
      await abort(key);
      return url;
    }
    const db = await open();
    const [job, record] = await Promise.all([db.get('jobs', key), db.get('records', [key, index])]);
    if (!job || !record || !hasData(job)) throw gone();
    return host.openBlob(await readBodyFrom(files.open(key), record.segments));
  };

  const begin = async (waiting: SaveRow): Promise<void> => {
    const { save, path } = waiting;
    // A background that died between these lines may have asked already.
    let download = (await find(waiting))?.id ?? null;
    if (download === null) {
      const url = await urlOf(waiting);
      if (!(await rows.change(save, (row) => (hasEnded(row) ? null : { ...row, url, since: now() })))) return ended({ ...waiting, url });
      begunHere.add(save);
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
  const give = (): Promise<void> => queue.look('saves');

  const watch = (): void => {
    if (timer !== undefined || underWay.size === 0 || !watchers.watched) return;
    timer = setTimeout(() => {
      timer = undefined;
      refreshAll().then(watch, (error: unknown) => onFault('saves', error));
    }, PACE);
  };

  return {
    view,
    tell,
    refresh,
    refreshAll,
    give,
    watch,
    async forgotten(row) {
      received.delete(row.save);
      if (!hasEnded(row)) await ended(row);
    },
  };
};
