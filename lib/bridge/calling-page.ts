import { isReferrerPolicy } from '../fetch-as/referrer-policies';
import type { Ask } from '../probe/ask';
import type { CallingPage } from './bridged-fetch';

/** https://html.spec.whatwg.org/multipage/semantics.html#meta-referrer */
const LEGACY: Record<string, ReferrerPolicy> = {
  never: 'no-referrer',
  default: 'strict-origin-when-cross-origin',
  always: 'unsafe-url',
  'origin-when-crossorigin': 'origin-when-cross-origin',
};

/** The last of its policies holds. As far as a document tells: a policy from the response's headers cannot be read. */
function referrerPolicyOf(document: Document): ReferrerPolicy {
  const said = [...document.querySelectorAll<HTMLMetaElement>('meta[name="referrer" i]')].map(({ content }) => content.trim().toLowerCase());
  return said.map((word) => (Object.hasOwn(LEGACY, word) ? LEGACY[word]! : word)).findLast(isReferrerPolicy) ?? '';
}

export function callingPage({ document, location, origin }: Window, ask: Ask): CallingPage {
  // about:blank and about:srcdoc have their creator's origin and no address of their own.
  const url = location.protocol.startsWith('http') ? location.href : `${origin}/`;
  return { url, referrerPolicy: referrerPolicyOf(document), origin, ask };
}
