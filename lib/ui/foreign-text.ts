/** Text that a site chose, made fit to stand among ours. Markup is no danger here (everything is set as text); length and invisible characters are. */

/** Control characters, and those that turn the direction of what follows them. */
const MISLEADING = /[\p{Cc}\u061C\u200E\u200F\u2028\u2029\u202A-\u202E\u2066-\u2069]+/gu;
const VISIBLE = /[^\p{Cf}\p{Z}\p{M}]/u;

/** Code points; more than two lines of the popup hold. */
const LONGEST_TITLE = 300;

/** One line, cut to a length that no layout minds. Empty for a title of nothing visible. */
export function cleanTitle(title: string): string {
  const line = title.replace(MISLEADING, ' ').replace(/\s+/gu, ' ').trim();
  if (!VISIBLE.test(line)) return '';
  const points = [...line];
  return points.length > LONGEST_TITLE ? `${points.slice(0, LONGEST_TITLE).join('').trimEnd()}…` : line;
}

/** An origin as people know it: the host alone where it is secure, everything where it is not. Must never be shortened: its end tells whose it is. */
export function displayOrigin(origin: string): string {
  return origin.startsWith('https://') ? origin.slice('https://'.length) : origin;
}

const SITE = /^https?:\/\//;

/** False for the extension itself, whose own fetch stands on the list, too: see lib/try-it. */
export const isSite = (origin: string): boolean => SITE.test(origin);

/** Whose a job is. @param own what the extension is called */
export const ownerName = (origin: string, own: string): string => (isSite(origin) ? displayOrigin(origin) : own);
