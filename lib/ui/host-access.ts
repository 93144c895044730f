/** Asking the browser which sites we may act for, from the extension's own pages. The browser's own `permissions`: callbacks are not needed for this. */

import type { Permissions } from 'webextension-polyfill';

export const ALL_SITES = '<all_urls>';

export interface HostAccess {
  has(pattern: string): Promise<boolean>;
  /** Must be called while the browser still knows of the click. Resolves when the person has answered; a refusal is an answer. */
  ask(pattern: string): Promise<void>;
  /** Returns what ends it. */
  onChange(listener: () => void): () => void;
}

interface ExtensionGlobals {
  browser?: { permissions: Permissions.Static };
  chrome?: { permissions: Permissions.Static };
}

/** Null outside of an extension. */
export const hostAccess = ({ browser, chrome }: ExtensionGlobals = globalThis as ExtensionGlobals): HostAccess | null => {
  const permissions = (browser ?? chrome)?.permissions;
  if (permissions === undefined) return null;
  return {
    has: (pattern) => permissions.contains({ origins: [pattern] }),
    ask: async (pattern) => void (await permissions.request({ origins: [pattern] })),
    onChange(listener) {
      permissions.onAdded.addListener(listener);
      permissions.onRemoved.addListener(listener);
      return () => {
        permissions.onAdded.removeListener(listener);
        permissions.onRemoved.removeListener(listener);
      };
    },
  };
};
