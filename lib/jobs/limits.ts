/** What one site may ask for. The specification sets no limits; each of these stops a page from costing everybody else. */

/** Every request is a row, and all of them travel with the event. */
export const MAX_REQUESTS = 10_000;

/** Bounds what a loop of `fetch()` can leave behind: the popup lists each of them. */
export const MAX_ACTIVE_PER_ORIGIN = 1_000;

/** Names and values of one request together, in bytes. Common servers stop at 8 to 64 KiB. */
export const MAX_HEADER_BYTES = 64 * 1024;

/** UTF-16 code units; the largest request line that browsers and servers still exchange. */
export const MAX_URL_LENGTH = 128 * 1024;

/** URLs and headers of all requests together, in UTF-16 code units: extension messages end at 64 MiB, and an event carries them all. */
export const MAX_REQUEST_LIST_LENGTH = 16 * 1024 * 1024;

/** UTF-16 code units; room for dozens of SHA-512 digests. */
export const MAX_INTEGRITY_LENGTH = 8_192;

/** Code points; a longer title is cut, since it is only ever shown. */
export const MAX_TITLE_LENGTH = 1_000;

/** Further icons are passed over: one is shown. */
export const MAX_ICONS = 32;

/** UTF-16 code units. It stays in its job's row, and the list reads all of those. */
export const MAX_ICON_URL_LENGTH = 32 * 1024;

/** UTF-16 code units of an icon's `sizes`, `type` or `label`; longer ones are left out. */
export const MAX_ICON_TEXT_LENGTH = 1_000;

/** Jobs that one document may watch at once. */
export const MAX_WATCHED = 10_000;
