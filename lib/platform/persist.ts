/**
 * Asks once that the browser keep our bytes: without it Firefox gives us 10 GiB at most, and either browser may clear them when space is short.
 * Resolves when that is decided, one way or the other.
 */
export const createPersistence = (storage: StorageManager, onFault: (where: string, error: unknown) => void): (() => Promise<void>) => {
  let asked: Promise<void> | null = null;
  const ask = async (): Promise<void> => {
    // A service worker has no `persist`; there the permission "unlimitedStorage" is enough.
    if (!('persist' in storage) || (await storage.persisted())) return;
    await storage.persist();
  };
  return () => (asked ??= ask().catch((error: unknown) => onFault('persist', error)));
};
