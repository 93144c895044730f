/**
 * Who is at the other end of a port. The browser says so in `sender.origin`; a claim is never asked for,
 * and `sender.url` is not looked at: it is wrong for documents of opaque origin.
 */

import type { Runtime } from 'webextension-polyfill';

export type Caller =
  /** A document in a tab, first-party. */
  | { kind: 'document'; origin: string; tabId: number }
  /** A document in no tab: one of our own frames, once it has named the errand it was opened for. */
  | { kind: 'frame'; origin: string }
  | { kind: 'refused'; reason: string };

interface Environment {
  /** This extension's id. */
  extensionId: string;
  /** https://html.spec.whatwg.org/#same-site for two serialized origins; never true of an opaque one. */
  sameSite: (a: string, b: string) => boolean;
}

const LOCALHOST = /^http:\/\/(?:localhost|(?:[^/:@]+\.)localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/;

/** https://w3c.github.io/webappsec-secure-contexts/#potentially-trustworthy-origin, as far as it can have service workers. */
export const isTrustworthyOrigin = (origin: string): boolean => origin.startsWith('https://') || LOCALHOST.test(origin);

const refused = (reason: string): Caller => ({ kind: 'refused', reason });

/**
 * The port's name is `site`, or in a frame `site <its ancestors' origins>`: the bridge's word (location.ancestorOrigins),
 * which a page cannot change and which only ever narrows.
 *
 * A frame with a cross-site ancestor is refused: its storage is partitioned, its service worker is another one than ours would find,
 * and one job list for both would join what the partition keeps apart.
 */
export function callerOf({ sender, name }: Pick<Runtime.Port, 'sender' | 'name'>, { extensionId, sameSite }: Environment): Caller {
  const origin = (sender as { origin?: string } | undefined)?.origin;
  if (sender === undefined || sender.id !== extensionId || origin === undefined) return refused('not one of our scripts');
  if (!isTrustworthyOrigin(origin)) return refused('opaque or insecure origin');
  const { tab, frameId } = sender;
  if (tab === undefined) return { kind: 'frame', origin };
  if (tab.incognito) return refused('private window');
  // Only Firefox has containers; their cookies and storage are not those our own requests and frames would use.
  if (tab.cookieStoreId !== undefined && tab.cookieStoreId !== 'firefox-default') return refused('container tab');
  if (frameId !== 0) {
    const ancestors = name.split(' ').slice(1);
    if (tab.url === undefined || !URL.canParse(tab.url)) return refused('frame in an unknown page');
    if (![new URL(tab.url).origin, ...ancestors].every((ancestor) => sameSite(origin, ancestor))) return refused('cross-site frame');
  }
  return { kind: 'document', origin, tabId: tab.id ?? -1 };
}
