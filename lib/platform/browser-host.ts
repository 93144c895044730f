/** The one place where a build is of one browser or of another. */

import browser, { type Runtime } from 'webextension-polyfill';
import type { Host, HostEvents } from './host';
import { createChromiumHost } from './host-chromium';
import { createDocumentHost } from './host-firefox';
import { fault } from './log';
import type { OffscreenAPI } from './offscreen-document';
import { createLaneHall } from './worker-lane';
import { TRANSFER_WORKER } from './worker-line';

const OFFSCREEN_PAGE = '/offscreen.html';

export interface BrowserHost {
  host: Host;
  /** For ports of the offscreen document, where there is one. */
  accept: ((port: Runtime.Port) => void) | null;
}

const touch = (): void => void browser.runtime.getPlatformInfo();

/** What the polyfill's types do not know of Chromium. */
interface Chromium {
  offscreen: {
    createDocument(options: { url: string; reasons: string[]; justification: string }): Promise<void>;
    closeDocument(): Promise<void>;
  };
  runtime: { getContexts(filter: { contextTypes: string[] }): Promise<unknown[]> };
}

const offscreenAPI = ({ offscreen, runtime }: Chromium): OffscreenAPI => ({
  exists: async () => (await runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT'] })).length > 0,
  create: () =>
    offscreen.createDocument({
      url: OFFSCREEN_PAGE,
      reasons: ['WORKERS', 'BLOBS'],
      justification: 'Downloads run in a dedicated worker, and are saved to the disk from blob URLs: a service worker can have neither.',
    }),
  close: () => offscreen.closeDocument(),
});

export const createBrowserHost = (events: HostEvents): BrowserHost =>
  import.meta.env.BROWSER === 'chrome' || import.meta.env.BROWSER === 'edge'
    ? createChromiumHost(events, { offscreen: offscreenAPI(browser as unknown as Chromium), receiveLane: createLaneHall(globalThis), touch, onFault: fault })
    : {
        host: createDocumentHost(events, {
          document,
          spawn: (name) => new Worker(browser.runtime.getURL(TRANSFER_WORKER), name === undefined ? {} : { name }),
          touch,
          onFault: fault,
        }),
        accept: null,
      };
