/**
 * Headers with which a site forbids being framed do not hold for our own frame, which runs none of its code.
 * One session rule per frame, gone when the frame has loaded.
 */

import type { DeclarativeNetRequest } from 'webextension-polyfill';
import { randomToken } from './random-token';

export interface FrameRule {
  /** The URL to load: the same one with a fragment, which never leaves the browser. */
  url: string;
  remove(): Promise<void>;
}

export interface FrameRules {
  add(url: string): Promise<FrameRule>;
}

/** Rule ids of this file; those of lib/fetch-as begin at a million. */
const FIRST_ID = 900_000;
const LAST_ID = 900_999;

const FRAME_BLOCKING = ['x-frame-options', 'content-security-policy', 'content-disposition'];
/** Not blocking, but with no use here: they would make the browser load or report on behalf of a page that nobody sees. */
const SIDE_EFFECTS = ['content-security-policy-report-only', 'link', 'refresh'];

type API = Pick<DeclarativeNetRequest.Static, 'getSessionRules' | 'updateSessionRules'>;

export function createFrameRules(api: API): FrameRules {
  let next = FIRST_ID;
  let cleared: Promise<void> | null = null;

  /** What an earlier background left. Harmless, for nobody knows its keys, but there is a limit to the number of rules. */
  async function clearLeftovers(): Promise<void> {
    const ours = (await api.getSessionRules()).map(({ id }) => id).filter((id) => id >= FIRST_ID && id <= LAST_ID);
    if (ours.length > 0) await api.updateSessionRules({ removeRuleIds: ours });
  }

  return {
    async add(url) {
      await (cleared ??= clearLeftovers());
      const id = next;
      next = next === LAST_ID ? FIRST_ID : next + 1;
      const key = randomToken();
      await api.updateSessionRules({
        removeRuleIds: [id],
        addRules: [
          {
            id,
            priority: 1,
            condition: {
              // The key alone selects the request. Type and initiator cannot: where the site's service worker answers the navigation
              // by a fetch of its own, that request is the worker's, and keeps the fragment.
              urlFilter: `#${key}|`,
              resourceTypes: ['sub_frame', 'xmlhttprequest', 'other'],
              tabIds: [-1],
            },
            action: {
              type: 'modifyHeaders',
              responseHeaders: [...FRAME_BLOCKING, ...SIDE_EFFECTS].map((header) => ({ header, operation: 'remove' })),
            },
          },
        ],
      });
      return { url: `${url}#${key}`, remove: () => api.updateSessionRules({ removeRuleIds: [id] }) };
    },
  };
}
