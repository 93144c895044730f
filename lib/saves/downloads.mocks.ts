/** A download manager of the tests, as browsers have it: its list outlives backgrounds, its numbers need not. */

import type { Downloads } from 'webextension-polyfill';
import type { DownloadManager } from './saves';

export const EXTENSION = 'ours';

type Item = Downloads.DownloadItem;
type Listener = (change: { id: number }) => void;

export const testDownloads = (now: () => number = () => 1_000) => {
  const items: Item[] = [];
  let listeners: Listener[] = [];
  const shown: number[] = [];
  const removed: number[] = [];
  /** What it refuses next. */
  const refuse = { download: null as Error | null };

  const of = (id: number): Item => {
    const item = items.find((item) => item.id === id);
    if (!item) throw new Error(`no download ${id}`);
    return item;
  };
  /** Something happens to a download, and it says so. */
  const happens = (id: number, change: Partial<Item>): void => {
    Object.assign(of(id), change);
    for (const listener of listeners) listener({ id });
  };
  const add = (more: Partial<Item> & Pick<Item, 'id' | 'url'>): Item => {
    const item = {
      filename: '',
      startTime: new Date(now()).toISOString(),
      state: 'in_progress',
      paused: false,
      canResume: true,
      bytesReceived: 0,
      totalBytes: -1,
      fileSize: -1,
      exists: true,
      byExtensionId: EXTENSION,
      ...more,
    } as Item;
    items.push(item);
    return item;
  };
  const manager = {
    download: async ({ url, filename }: { url: string; filename: string }) => {
      if (refuse.download) throw refuse.download;
      return add({ id: items.length + 1, url, filename: `/home/person/${filename}` }).id;
    },
    search: async ({ id, url }: { id?: number; url?: string }) => items.filter((item) => (id === undefined || item.id === id) && (url === undefined || item.url === url)).map((item) => ({ ...item })),
    pause: async (id: number) => happens(id, { paused: true }),
    resume: async (id: number) => happens(id, { paused: false }),
    cancel: async (id: number) => {
      // One that is over stays as it is.
      if (of(id).state === 'in_progress' || of(id).paused) happens(id, { state: 'interrupted', error: 'USER_CANCELED', paused: false, canResume: false });
    },
    removeFile: async (id: number) => void removed.push(id),
    show: async (id: number) => shown.push(id) > 0,
    onChanged: { addListener: (listener: Listener) => void listeners.push(listener) },
  } as unknown as DownloadManager;
  return {
    manager,
    items,
    shown,
    removed,
    refuse,
    add,
    happens,
    completes: (id: number, size: number) => happens(id, { state: 'complete', bytesReceived: size, totalBytes: size, fileSize: size, canResume: false }),
    /** The background is no more: nobody listens. */
    forgetListeners: () => (listeners = []),
  };
};
