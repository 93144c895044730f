/**
 * The plain-data forms of the Fetch standard's objects: everything that crosses a realm or is written to disk is one of these.
 * Each has an explicit property list; nothing else of a Request or Response is carried.
 */

/** Header name (lower case) and value pairs, in order. */
export type HeaderList = [name: string, value: string][];

/** A request as the site made it. https://fetch.spec.whatwg.org/#concept-request */
export interface StoredRequest {
  /** Absolute URL, fragment included. */
  url: string;
  method: string;
  headers: HeaderList;
  mode: 'cors' | 'same-origin' | 'navigate';
  credentials: RequestCredentials;
  cache: RequestCache;
  redirect: RequestRedirect;
  /** `about:client`, `''` (no referrer) or an absolute URL. */
  referrer: string;
  referrerPolicy: ReferrerPolicy;
  integrity: string;
  /** The whole body, even where it began as a stream. Its type never matters: Content-Type stands in `headers`. */
  body: Blob | null;
}

/** A response without its body, as the page may see it: headers already filtered. https://fetch.spec.whatwg.org/#concept-response */
export interface StoredResponse {
  /** Without fragment. */
  url: string;
  redirected: boolean;
  type: 'basic' | 'cors' | 'default';
  status: number;
  statusText: string;
  headers: HeaderList;
}

/** https://w3c.github.io/manifest/#imageresource-and-its-members */
export interface StoredImage {
  src: string;
  sizes?: string;
  type?: string;
  label?: string;
}

/** https://w3c.github.io/ServiceWorker/#dictdef-cachequeryoptions */
export interface MatchOptions {
  ignoreSearch: boolean;
  ignoreMethod: boolean;
  ignoreVary: boolean;
}
