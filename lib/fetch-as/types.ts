/** What a transfer asks of fetch-as, and what it needs of the background. */

import type { HeaderList, StoredRequest, StoredResponse } from '../protocol/stored';
import type { HopKey, HopObservation, HopOrder } from '../protocol/transfer';

/** On whose behalf: the document or worker that called `backgroundFetch.fetch()`. */
export interface FetchClient {
  origin: string;
  /** Source of the Referer where the request says `about:client`. */
  url: string;
  referrerPolicy: ReferrerPolicy;
  /** Its policy names no hosts. Otherwise a redirect to another origin is refused: nobody can say whether its policy names that one. */
  connectsAnywhere: boolean;
  /** The document stood in a frame below another site: its own fetch would have had no first-party cookies. */
  crossSiteAncestor?: boolean;
}

/** One header rule per hop and what went over the wire; the background's side of HopCalls. */
export interface HopService {
  begin(order: HopOrder): Promise<HopKey | null>;
  observe(key: HopKey, failed: boolean): Promise<HopObservation | null>;
  end(key: HopKey): Promise<void>;
}

export interface FetchAsOptions {
  signal: AbortSignal;
  /** Ask for bytes from `start` (to `end`, inclusive) on; `ifRange`: a strong validator or null. */
  range?: { start: number; end?: number; ifRange: string | null };
  /** Awaited before the request, preflights aside, goes out: before every hop of it. Where this was not called, no server has had it. */
  beforeSend?: () => Promise<void>;
}

export interface FetchedResponse {
  /** The page's view: CORS-filtered headers, no Set-Cookie, url without fragment. */
  response: StoredResponse;
  /** All headers but cookies, unfiltered: for Content-Range, validators, Retry-After. Never shown to the page. */
  headers: HeaderList;
  /** Decoded as the browser decodes it; null when there is none. */
  body: ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

export type FetchAs = (request: StoredRequest, client: FetchClient, options: FetchAsOptions) => Promise<FetchedResponse>;

/** Why there is no response. */
export type FetchAsFailure =
  /** The page's own fetch would have been refused: final. */
  | 'refused'
  /** Connection, DNS, TLS: may be tried again where the method allows. */
  | 'network'
  /** The browser does not let us set this host's headers: wait for the user's permission. Nothing was used. */
  | 'host-access'
  /** `signal`. */
  | 'aborted';

export class FetchAsError extends Error {
  constructor(
    readonly failure: FetchAsFailure,
    detail: string,
    options?: ErrorOptions,
  ) {
    super(detail, options);
    this.name = 'FetchAsError';
  }
}

/** Failure `host-access`. */
export class NoHostAccess extends FetchAsError {
  constructor(
    /** Whose server it is: where redirects have led, not always the request's own. */
    readonly origin: string,
    options?: ErrorOptions,
  ) {
    super('host-access', `no access to ${origin}`, options);
  }
}

/** The network error of a request that the page's own fetch would not have been allowed either. */
export const refused = (detail: string): FetchAsError => new FetchAsError('refused', detail);
