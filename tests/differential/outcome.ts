/** What the runner, the page and the harness extension tell one another. */

import type { FetchClient } from '../../lib/fetch-as/types';
import type { StoredRequest } from '../../lib/protocol/stored';

/** A request as its page made it, with a body of text. */
export type PlainRequest = Omit<StoredRequest, 'body'> & { body: string | null };

export interface Order {
  request: PlainRequest;
  client: FetchClient;
  range?: { start: number; end?: number; ifRange: string | null };
}

export interface Answer {
  url: string;
  redirected: boolean;
  type: string;
  status: number;
  statusText: string;
  headers: [string, string][];
  body: string;
  milliseconds?: number;
}

export type Outcome = Answer | { error: string };

export interface NumberedOrder {
  number: number;
  order: Order;
}

export interface NumberedOutcome {
  number: number;
  outcome: Outcome;
}

/** A request as a server saw it. Header names in lower case. */
export interface WireRequest {
  method: string;
  /** Origin and path of the URL asked for. */
  url: string;
  headers: Record<string, string>;
  body: string;
}
