/** A new version of the extension is put in place when nothing is under way: an upload that is cut off cannot be taken up again. */

import type { Runtime } from 'webextension-polyfill';

/** Milliseconds of rest: a background that was woken by the news of the update has not yet looked at its jobs. */
const REST = 10_000;
/** Downloads are taken up where they were; something that never ends must not keep out a mended version for ever. Milliseconds. */
const LATEST = 12 * 60 * 60_000;

/**
 * Must be called synchronously at background start. Where the background is stopped first, the browser puts the new version in place by itself.
 *
 * @returns to be told whether anything is under way; cheap to repeat
 */
export function createSafeUpdate(runtime: Pick<Runtime.Static, 'onUpdateAvailable' | 'reload'>): (busy: boolean) => void {
  let busy = false;
  let available = false;
  let resting: ReturnType<typeof setTimeout> | undefined;

  const reload = (): void => runtime.reload();
  const rest = (): void => {
    clearTimeout(resting);
    resting = available && !busy ? setTimeout(reload, REST) : undefined;
  };

  runtime.onUpdateAvailable.addListener(() => {
    if (available) return;
    available = true;
    setTimeout(reload, LATEST);
    rest();
  });

  return (now) => {
    if (now === busy) return;
    busy = now;
    rest();
  };
}
