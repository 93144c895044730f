import { isReferrerPolicy } from '../fetch-as/referrer-policies';
import type { Ask } from '../probe/ask';
import type { CallingPage } from './bridged-fetch';

/** As far as a document tells: a policy from the response's headers cannot be read. */
function referrerPolicyOf(document: Document): ReferrerPolicy {
  const content = document.querySelector<HTMLMetaElement>('meta[name="referrer" i]')?.content.trim().toLowerCase() ?? '';
  return isReferrerPolicy(content) ? content : '';
}

export function callingPage({ document, location, origin }: Window, ask: Ask): CallingPage {
  // about:blank and about:srcdoc have their creator's origin and no address of their own.
  const url = location.protocol.startsWith('http') ? location.href : `${origin}/`;
  return { url, referrerPolicy: referrerPolicyOf(document), origin, ask };
}
