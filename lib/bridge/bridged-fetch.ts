import type { BridgedFetchArguments, FetchArguments } from '../protocol/site';
import { allowedImages } from '../probe/allowed-images';
import type { Ask } from '../probe/ask';
import { connectsAnywhere } from '../probe/connects-anywhere';
import { forbiddenURL } from '../probe/forbidden-url';
import { WireException } from '../wire/wire';
import { findRegistration } from './find-registration';

/** A page that calls, and whom to ask for its policy. */
export interface CallingPage {
  /** For referrers. */
  url: string;
  referrerPolicy: ReferrerPolicy;
  origin: string;
  ask: Ask;
}

function urlsOf({ scope, requests }: FetchArguments): string[] {
  if (typeof scope !== 'string' || !Array.isArray(requests) || !requests.every((request) => URL.canParse(request?.url))) {
    throw new WireException('malformed');
  }
  return requests.map((request) => request.url);
}

/**
 * Adds what only a document of the site can know. Rejects `no-active-worker` and `forbidden-url`.
 * @param page null when a service worker calls: it has asked its own policy already
 */
export async function bridgedFetch(args: FetchArguments, page: CallingPage | null, container: ServiceWorkerContainer): Promise<BridgedFetchArguments> {
  const urls = urlsOf(args);
  const scriptURL = (await findRegistration(container, args.scope))?.active?.scriptURL;
  if (scriptURL === undefined) throw new WireException('no-active-worker');
  if (!page) return { ...args, scriptURL, clientURL: scriptURL, clientReferrerPolicy: '', connectsAnywhere: args.connectsAnywhere === true, job: args.job ?? crypto.randomUUID() };
  // Side by side: in Chromium each round of questions takes 20 ms.
  const [forbidden, anywhere] = await Promise.all([forbiddenURL(urls, page.ask, page.origin), connectsAnywhere(page.ask, page.origin)]);
  if (forbidden !== null) throw new WireException('forbidden-url', `The policy of this page forbids ${forbidden}.`);
  return {
    ...args,
    // Each question is a violation that the page may see.
    icons: anywhere || !Array.isArray(args.icons) ? args.icons : await allowedImages(args.icons, page.ask, page.origin),
    scriptURL,
    clientURL: page.url,
    clientReferrerPolicy: page.referrerPolicy,
    connectsAnywhere: anywhere,
    job: crypto.randomUUID(),
  };
}
