import type { Downloads } from 'webextension-polyfill';
import type { SaveRow } from '../jobs/save-row';
import type { SaveRows } from './save-rows';

interface Environment {
  downloads: Pick<Downloads.Static, 'search'>;
  rows: Pick<SaveRows, 'ofDownload'>;
  extensionId: string;
}

/** Milliseconds. The download manager's clock may be cut to seconds. */
const SLACK = 1_000;

export type FindDownload = (row: SaveRow) => Promise<Downloads.DownloadItem | null>;

/** The download of a row: by its number, or, where that is another's after a restart of the browser or was never written down, by what it fetches. */
export const createFindDownload =
  ({ downloads, rows, extensionId }: Environment): FindDownload =>
  async ({ save, download, url, since }) => {
    if (url === '') return null;
    const byNumber = download === null ? [] : await downloads.search({ id: download });
    const found = byNumber.find((item) => item.url === url);
    if (found) return found;
    for (const item of await downloads.search({ url })) {
      if (item.byExtensionId !== extensionId || Date.parse(item.startTime) < since - SLACK) continue;
      const owner = await rows.ofDownload(item.id);
      if (!owner || owner.save === save) return item;
    }
    return null;
  };
