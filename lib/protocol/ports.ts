/** Names of the runtime ports into the background. */

/** Bridge. In a frame the origins of its ancestors follow, each after a space: see `sitePortName`. */
export const SITE_PORT = 'site';
/** Extension pages. */
export const UI_PORT = 'ui';
/** Chromium's offscreen document. */
export const HOST_PORT = 'host';

/** Tells the background a frame's ancestors, which it cannot see: a frame with a cross-site ancestor has partitioned storage. */
export const sitePortName = (ancestorOrigins: Iterable<string>): string => [SITE_PORT, ...ancestorOrigins].join(' ');
