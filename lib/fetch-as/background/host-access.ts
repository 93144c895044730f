import type { Permissions } from 'webextension-polyfill';

/** Whether the person lets us act for the host of this URL. */
export const hasHostAccess = async (permissions: Pick<Permissions.Static, 'contains'>, url: string): Promise<boolean> => {
  const { protocol, host, hostname } = new URL(url);
  // Chromium grants single ports, and Firefox has no pattern for them.
  for (const name of [host, hostname]) {
    try {
      return await permissions.contains({ origins: [`${protocol}//${name}/*`] });
    } catch {
      // The browser makes no pattern of this.
    }
  }
  // If there is no access after all, the wire will show.
  return true;
};
