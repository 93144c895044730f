/** A request between two hops, in the words of the Fetch standard. https://fetch.spec.whatwg.org/#concept-request */

import type { HeaderList } from '../protocol/stored';
import type { FetchClient } from './types';

export interface HopRequest {
  readonly client: FetchClient;
  /** Never empty; the last one is the current URL. */
  readonly urlList: readonly URL[];
  readonly method: string;
  readonly headers: HeaderList;
  readonly body: Blob | null;
  readonly mode: 'cors' | 'same-origin';
  readonly credentials: RequestCredentials;
  /** Null: no referrer. What one hop has shortened never grows back. */
  readonly referrer: URL | null;
  /** Never empty. */
  readonly referrerPolicy: Exclude<ReferrerPolicy, ''>;
  readonly tainting: 'basic' | 'cors';
  /** The request set out with CORS-unsafe request-header names, whatever redirects have made of them. */
  readonly hadUnsafeHeaders: boolean;
}

export const currentURL = (request: HopRequest): URL => request.urlList.at(-1)!;
