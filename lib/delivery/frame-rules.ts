/**
 * Session rules for the frames and tabs in which sites' service workers are reached. Headers with which a site forbids being framed do not hold for our
 * own frame, which runs none of its code; and neither leaves its origin: a redirect of a navigation that the extension has begun would carry all
 * cookies of where it leads, `SameSite=Strict` or not, and would lead into the local network as well.
 */

import type { DeclarativeNetRequest } from 'webextension-polyfill';
import { randomToken } from '../wire/random-token';

export interface FrameRule {
  /** The URL to load: the same one with a fragment, which never leaves the browser. */
  url: string;
  remove(): Promise<void>;
}

export interface FrameRules {
  /** Without one a frame of ours loads nothing. */
  add(url: string): Promise<FrameRule>;
  /** Keeps a tab of ours in its origin; returns what sets it free. */
  confine(tabId: number, origin: string): Promise<() => Promise<void>>;
  /** What an earlier background left: a tab that has outlived it is the person's. */
  clearLeftovers(): Promise<void>;
}

/** Rule ids of this file; those of lib/fetch-as begin at a million. */
const FIRST_ID = 900_000;
const LAST_ID = 900_999;

const FRAME_BLOCKING = ['x-frame-options', 'content-security-policy', 'content-disposition'];
/** Not blocking, but with no use here: they would make the browser load or report on behalf of a page that nobody sees. */
const SIDE_EFFECTS = ['content-security-policy-report-only', 'link', 'refresh'];

type API = Pick<DeclarativeNetRequest.Static, 'getSessionRules' | 'updateSessionRules'>;
type Unnumbered = Omit<DeclarativeNetRequest.Rule, 'id'>;

const PRIORITY = { elsewhere: 1, origin: 2, headers: 3 };

/** Does it the first time, and after it has failed. */
const once = (work: () => Promise<void>): (() => Promise<void>) => {
  let done: Promise<void> | null = null;
  return () =>
    (done ??= work().catch((error: unknown) => {
      done = null;
      throw error;
    }));
};

/** @param extensionHost of the documents that our frames are in */
export function createFrameRules(api: API, extensionHost: string): FrameRules {
  const ourFrames = { initiatorDomains: [extensionHost], tabIds: [-1], resourceTypes: ['sub_frame' as const] };
  let next = FIRST_ID + 1;

  const take = (): number => {
    const id = next;
    next = next === LAST_ID ? FIRST_ID + 1 : next + 1;
    return id;
  };

  const block = (condition: Unnumbered['condition']): Unnumbered => ({ priority: PRIORITY.elsewhere, action: { type: 'block' }, condition });
  const allow = (filter: string, condition: Unnumbered['condition']): Unnumbered => ({
    priority: PRIORITY.origin,
    action: { type: 'allow' },
    condition: { ...condition, urlFilter: `|${filter}` },
  });

  const clearLeftovers = once(async () => {
    const ours = (await api.getSessionRules()).map(({ id }) => id).filter((id) => id >= FIRST_ID && id <= LAST_ID);
    if (ours.length > 0) await api.updateSessionRules({ removeRuleIds: ours });
  });
  const prepare = once(async () => {
    await clearLeftovers();
    await api.updateSessionRules({ addRules: [{ id: FIRST_ID, ...block(ourFrames) }] });
  });

  const stand = async (rules: Unnumbered[]): Promise<() => Promise<void>> => {
    await prepare();
    const numbered = rules.map((rule) => ({ id: take(), ...rule }));
    const removeRuleIds = numbered.map(({ id }) => id);
    await api.updateSessionRules({ removeRuleIds, addRules: numbered });
    return () => api.updateSessionRules({ removeRuleIds });
  };

  return {
    async add(url) {
      const key = randomToken();
      const remove = await stand([
        // A redirect keeps the fragment: none leads to the origin of another frame.
        allow(`${new URL(url).origin}/*#${key}|`, ourFrames),
        {
          // An `allow` also keeps rules of no higher priority from changing headers.
          priority: PRIORITY.headers,
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
      ]);
      return { url: `${url}#${key}`, remove };
    },
    confine: (tabId, origin) => {
      const inTab = { tabIds: [tabId], resourceTypes: ['main_frame' as const] };
      return stand([block(inTab), allow(`${origin}/`, inTab)]);
    },
    clearLeftovers,
  };
}
