/** What webRequest shows of hops under way. */

import type { WebRequest } from 'webextension-polyfill';
import type { HeaderList } from '../../protocol/stored';
import type { HopObservation } from '../../protocol/transfer';
import { WireException } from '../../wire/wire';
import { normalizeHeaders } from '../header-list';
import { withoutCookies } from '../filter-response-headers';

export type HopWebRequest = Pick<
  WebRequest.Static,
  'onSendHeaders' | 'onHeadersReceived' | 'onBeforeRedirect' | 'onResponseStarted' | 'onErrorOccurred'
>;

export interface HopWatch {
  begin(key: string): void;
  /** See HopCalls. */
  observe(key: string, failed: boolean): Promise<HopObservation | null>;
  /** The hop is over: whatever is still told of its requests is not of the next one that has the key. */
  end(key: string): void;
  /** No hop will have the key again. */
  forget(key: string): void;
  /** Takes away listeners that an earlier life of this background left registered. */
  clearLeftovers(): void;
}

interface Seen {
  /** Ids of what belongs to it. */
  requests: Set<string>;
  sent: HeaderList | null;
  received: { status: number; headers: HeaderList } | null;
  /** Undefined until the browser has said. */
  ip: string | null | undefined;
  /** Anything was seen. */
  first: PromiseWithResolvers<void>;
  /** Nothing more will be seen that matters. */
  last: PromiseWithResolvers<void>;
}

type Details = WebRequest.OnSendHeadersDetailsType &
  Partial<Pick<WebRequest.OnResponseStartedDetailsType, 'ip' | 'statusCode' | 'responseHeaders'>> & { initiator?: string };

const filter: WebRequest.RequestFilter = { urls: ['http://*/*', 'https://*/*'], types: ['xmlhttprequest'], tabId: -1 };

/** Values that are no UTF-8 come as bytes. */
const toHeaderList = (headers: WebRequest.HttpHeaders = []): HeaderList =>
  normalizeHeaders(headers.map(({ name, value, binaryValue }) => [name, value ?? String.fromCharCode(...(binaryValue ?? []))]));

interface Options {
  webRequest: HopWebRequest;
  /** `runtime.getURL('')` */
  extensionURL: string;
  /** Milliseconds: how long after the fetch settled its events may come. */
  patience?: number;
  /** Milliseconds without a hop after which nothing listens any more. */
  idle?: number;
}

export const createHopWatch = ({ webRequest, extensionURL, patience = 5000, idle = 10_000 }: Options): HopWatch => {
  const hops = new Map<string, Seen>();
  /** By key: requests of hops that are over, whose bodies may still come. */
  const earlier = new Map<string, Set<string>>();
  const extensionOrigin = extensionURL.replace(/\/$/, '');
  const chromium = extensionURL.startsWith('chrome-extension:');
  // Chromium shows Origin, Referer and Cookie only on request; Firefox always, and refuses the word.
  const extra = chromium ? ['extraHeaders'] : [];

  const keyOf = ({ url }: Details): string => url.slice(url.indexOf('#') + 1);
  const find = (details: Details): Seen | undefined => {
    const initiator = details.initiator ?? details.originUrl ?? '';
    if (initiator !== extensionOrigin && !initiator.startsWith(`${extensionOrigin}/`)) return undefined;
    const key = keyOf(details);
    return earlier.get(key)?.has(details.requestId) ? undefined : hops.get(key);
  };
  const update = (details: Details, change: (seen: Seen) => void): void => {
    const seen = find(details);
    if (seen === undefined) return;
    seen.requests.add(details.requestId);
    change(seen);
    seen.first.resolve();
    if (seen.sent !== null && seen.received !== null && seen.ip !== undefined) seen.last.resolve();
  };

  const sendHeaders = (details: Details): void => update(details, (seen) => (seen.sent = toHeaderList(details.requestHeaders)));
  const headersReceived = (details: Details): void =>
    update(details, (seen) => {
      seen.received = { status: details.statusCode ?? 0, headers: withoutCookies(toHeaderList(details.responseHeaders)) };
      if (details.ip != null) seen.ip = details.ip;
    });
  const addressTold = (details: Details): void => update(details, (seen) => (seen.ip ??= details.ip ?? null));
  const errorOccurred = (details: Details): void => update(details, (seen) => seen.last.resolve());

  // They wake a sleeping background for every request of every service worker on the web: registered only while hops are under way.
  const add = (): void => {
    webRequest.onSendHeaders.addListener(sendHeaders, filter, ['requestHeaders', ...extra] as never);
    webRequest.onHeadersReceived.addListener(headersReceived as never, filter, ['responseHeaders', ...extra] as never);
    webRequest.onBeforeRedirect.addListener(addressTold as never, filter);
    webRequest.onResponseStarted.addListener(addressTold as never, filter);
    webRequest.onErrorOccurred.addListener(errorOccurred as never, filter);
  };
  const remove = (): void => {
    webRequest.onSendHeaders.removeListener(sendHeaders);
    webRequest.onHeadersReceived.removeListener(headersReceived as never);
    webRequest.onBeforeRedirect.removeListener(addressTold as never);
    webRequest.onResponseStarted.removeListener(addressTold as never);
    webRequest.onErrorOccurred.removeListener(errorOccurred as never);
  };
  let listening = false;
  let idleTimer: ReturnType<typeof setTimeout> | undefined;

  return {
    begin: (key) => {
      clearTimeout(idleTimer);
      if (!listening) add();
      listening = true;
      hops.set(key, { requests: new Set(), sent: null, received: null, ip: undefined, first: Promise.withResolvers(), last: Promise.withResolvers() });
    },

    observe: async (key, failed) => {
      const seen = hops.get(key);
      if (seen === undefined) throw new WireException('gone', 'begun by an earlier background');
      let timer;
      const { promise } = failed ? seen.first : seen.last;
      const inTime = await Promise.race([promise.then(() => true), new Promise<false>((resolve) => (timer = setTimeout(resolve, patience, false)))]);
      clearTimeout(timer);
      const { sent, received, ip = null } = seen;
      if (sent !== null && received !== null) return { sent, status: received.status, received: received.headers, ip };
      if (failed) return inTime ? { sent: sent ?? [], status: 0, received: [], ip } : null;
      if (sent !== null || received !== null) throw new WireException('gone', 'seen only in part');
      return null;
    },

    end: (key) => {
      const seen = hops.get(key);
      hops.delete(key);
      if (seen !== undefined) earlier.set(key, seen.requests.union(earlier.get(key) ?? new Set()));
      if (hops.size > 0) return;
      clearTimeout(idleTimer);
      idleTimer = setTimeout(() => {
        remove();
        listening = false;
      }, idle);
    },

    forget: (key) => void earlier.delete(key),

    clearLeftovers: () => {
      // Chromium remembers a listener until a later life has added and removed it. Firefox forgets it with the event page, and would remember one
      // that is added while the page starts, removed or not.
      if (listening || !chromium) return;
      add();
      remove();
    },
  };
};
