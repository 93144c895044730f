import type { Permissions } from 'webextension-polyfill';

/** Whether the person lets us act for the host of this URL. */
export const hasHostAccess = async (permissions: Pick<Permissions.Static, 'contains'>, url: string): Promise<boolean> => {
  const { protocol, host, hostname } = new URL(url);
  // Chromium grants single ports. Firefox has no pattern for them, and says so or takes them for another host.
  const answers = await Promise.all([host, hostname].map((name) => permissions.contains({ origins: [`${protocol}//${name}/*`] }).catch(() => null)));
  // Where no pattern can be made of the host and there is no access after all, the wire will show.
  return answers.includes(true) || !answers.includes(false);
};
