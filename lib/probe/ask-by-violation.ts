import type { Ask } from './ask';

/** What a window and a worker have in common for this. */
export interface PolicyRealm {
  fetch: typeof globalThis.fetch;
  location: { origin: string };
  addEventListener(type: string, listener: (event: Event) => void, capture: boolean): void;
  removeEventListener(type: string, listener: (event: Event) => void, capture: boolean): void;
  setTimeout(callback: () => void, milliseconds: number): unknown;
}

/** The event is queued when the fetch is refused, and so comes before a timer that is set after the refusal. In milliseconds. */
const EVENT_DELAY = 20;

/**
 * Chromium: mode `same-origin` stops a request to another origin after Content Security Policy was asked and before the network; for the own
 * origin `only-if-cached` does, although a controlling service worker sees that one. What policy refused is told by an event.
 * Must run in the realm whose policy it is: an isolated world has another.
 */
export const askByViolation = (realm: PolicyRealm): Ask => {
  const { location } = realm;
  const fetch = realm.fetch.bind(realm);
  const listen = realm.addEventListener.bind(realm);
  const unlisten = realm.removeEventListener.bind(realm);
  const setTimeout = realm.setTimeout.bind(realm);
  return async (urls) => {
    const refused = new Set<string>();
    const note = (event: Event): void => {
      const { blockedURI, disposition } = event as SecurityPolicyViolationEvent;
      if (disposition === 'enforce') refused.add(blockedURI);
    };
    listen('securitypolicyviolation', note, true);
    await Promise.all(
      urls.map((url) => {
        const own = new URL(url).origin === location.origin;
        return fetch(url, { mode: 'same-origin', cache: own ? 'only-if-cached' : 'default' }).catch(() => {});
      }),
    );
    await new Promise<void>((resolve) => setTimeout(resolve, EVENT_DELAY));
    unlisten('securitypolicyviolation', note, true);
    return urls.map((url) => !refused.has(url));
  };
};
