/** Firefox: puts the shim in front of the scripts of service workers, through `webRequest`. */

import type { WebRequest } from 'webextension-polyfill';
import { siteOf } from '../../fetch-as/same-site';
import { createHeldBack } from './held-back';
import { filterScript, type StreamFilter } from './shim-filter';

/** As much of the listener's details as decides. */
interface Details {
  type: WebRequest.ResourceType;
  tabId: number;
  /** Firefox has it; the type declarations lack it. */
  frameAncestors?: unknown[];
  requestHeaders?: WebRequest.HttpHeaders;
}

/**
 * Main scripts carry `Service-Worker: script`, and so do sub-scripts at update checks. At their first load sub-scripts look like this:
 * `importScripts` is no-cors with destination script, a static import is cors with destination worker. Sub-scripts of shared workers look
 * the same; the shim does nothing there.
 */
export function isServiceWorkerScript({ type, tabId, frameAncestors, requestHeaders }: Details): boolean {
  if (type !== 'script' || tabId !== -1 || (frameAncestors?.length ?? 0) > 0) return false;
  const header = (name: string): string | undefined => requestHeaders?.find((entry) => entry.name.toLowerCase() === name)?.value;
  if (header('service-worker') === 'script') return true;
  const kind = `${header('sec-fetch-dest')} ${header('sec-fetch-mode')}`;
  return kind === 'script no-cors' || kind === 'worker cors';
}

/**
 * Must be called synchronously at background start: the listener also wakes a stopped event page, and the request waits for it.
 * @param shimText one line of ASCII; scripts wait until it is there
 * @param page the event page. Firefox ends it while it filters scripts only with the whole extension: what comes then is not filtered any more.
 */
export function injectServiceWorkerShim(
  webRequest: Pick<WebRequest.Static, 'onBeforeSendHeaders'> & { filterResponseData(requestId: string): unknown },
  shimText: Promise<string> | string,
  page: Pick<EventTarget, 'addEventListener'> = globalThis,
): void {
  const shim = Promise.resolve(shimText);
  // Must not end as an unhandled rejection before the first script comes by.
  shim.catch(() => {});
  const heldBack = createHeldBack();
  page.addEventListener('pagehide', () => heldBack.letGoOfAll());
  webRequest.onBeforeSendHeaders.addListener(
    (details) => {
      if (!isServiceWorkerScript(details)) return;
      // Firefox tells the page that registers, or the worker that imports.
      const site = siteOf(new URL(details.originUrl ?? details.url));
      filterScript(webRequest.filterResponseData(details.requestId) as StreamFilter, shim, site, heldBack);
    },
    // `tabId` -1 spares the scripts of all pages the way through us.
    { urls: ['<all_urls>'], types: ['script'], tabId: -1 },
    ['blocking', 'requestHeaders'],
  );
}
