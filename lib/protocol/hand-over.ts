/**
 * How a page's own (MAIN) realm and its bridge (ISOLATED) find each other: events on the window, seen by both, dispatched synchronously.
 * Whatever the page's own code can see or forge of it, it could do without us: a port means "this document's origin" and nothing more.
 */

/** Page → bridge: a port, please. Answered before `dispatchEvent` returns. */
export const CONNECT_EVENT = 'background-fetch-anywhere:connect';
/** Bridge → page: a MessageEvent with one port, on which SiteCalls and PageCalls are spoken. */
export const PORT_EVENT = 'background-fetch-anywhere:port';
/** Page → bridge, cancelable: a bridge that still answers prevents the default. */
export const ALIVE_EVENT = 'background-fetch-anywhere:alive';

/** Name prefix of the frames in which the background has an errand done; the whole name is the token of `serve`. */
export const FRAME_NAME = 'background-fetch-anywhere:';
