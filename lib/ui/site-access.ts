/** Whether the browser lets the extension at sites, and the question that asks for it. */

export interface SiteAccess {
  /** To all sites; null until the browser has said. */
  state(): boolean | null;
  subscribe(listener: () => void): () => void;
  /**
   * Must be called while a click is handled: browsers let an extension ask only then.
   * Resolves when the person has answered; what waits for access goes on by itself.
   * @param pattern a match pattern; default: all sites
   */
  request(pattern?: string): Promise<void>;
}

export interface Permissions {
  contains(permissions: { origins: string[] }): Promise<boolean>;
  request(permissions: { origins: string[] }): Promise<boolean>;
  onAdded: { addListener(listener: () => void): void };
  onRemoved: { addListener(listener: () => void): void };
}

const ALL_SITES = '*://*/*';

export function createSiteAccess(permissions: Permissions): SiteAccess {
  const listeners = new Set<() => void>();
  let state: boolean | null = null;
  const look = async (): Promise<void> => {
    state = await permissions.contains({ origins: [ALL_SITES] });
    for (const listener of listeners) listener();
  };
  permissions.onAdded.addListener(() => void look());
  permissions.onRemoved.addListener(() => void look());
  void look();
  return {
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    request: async (pattern = ALL_SITES) => void (await permissions.request({ origins: [pattern] })),
  };
}
