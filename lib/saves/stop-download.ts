import type { Downloads } from 'webextension-polyfill';

/** Milliseconds between two tries, and how many there are. */
const PAUSE = 200;
const TRIES = 10;

/** Cancels a download until it is. Chromium may pass over the cancelling of one that has only just begun. Rejects where there is no such download. */
export const stopDownload = async (downloads: Pick<Downloads.Static, 'cancel' | 'search'>, id: number): Promise<void> => {
  for (let tries = 1; ; tries++) {
    await downloads.cancel(id);
    const [item] = await downloads.search({ id });
    if (item?.state !== 'in_progress' || tries === TRIES) return;
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
};
