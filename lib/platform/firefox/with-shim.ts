import { startsStrict } from './starts-strict';

/** No script of a site's own making is longer; what a script says beyond this many bytes does not count. */
export const PREFIX = 16 * 1024 * 1024;

const MENTION = /backgroundfetch/i;
/** A site's way to say no, for each script by itself. Its bytes are the script's own, so the rule stays the same at every update check. */
const REFUSAL = /\bbackground-fetch-anywhere: off\b/;
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf];

/** Where the shim goes into a script, and what exactly. */
export interface Insertion {
  /** Byte offset: after a byte order mark, which must stay first to be one. */
  at: number;
  text: string;
}

/**
 * What to put into a service worker's script; null for scripts that never mention the API, or refuse it: they must stay byte-identical.
 * Must depend on nothing but these bytes: the browser compares what it gets at every update check with what it stored.
 * @param prefix the script's first bytes: all of them, or exactly {@link PREFIX}
 */
export function insertion(prefix: Uint8Array, shim: string): Insertion | null {
  // As UTF-8, whatever the script's own encoding: every word looked for is ASCII. UTF-16 does not match, and the shim would not fit into it.
  const text = new TextDecoder().decode(prefix);
  if (!MENTION.test(text) || REFUSAL.test(text)) return null;
  // A hashbang comment is one only at the very start.
  if (text.startsWith('#!')) return null;
  // The shim takes the place of the directive prologue: strictness must survive it.
  return { at: BYTE_ORDER_MARK.every((byte, index) => prefix[index] === byte) ? 3 : 0, text: (startsStrict(text) ? '"use strict";' : '') + shim };
}
