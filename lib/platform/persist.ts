/** Asks once that the browser keep our bytes: without it Firefox gives us 10 GiB at most, and either browser may clear them when space is short. */
export const createPersistence = (storage: StorageManager, onFault: (where: string, error: unknown) => void): (() => void) => {
  let asked = false;
  return () => {
    // A service worker has no `persist`; there the permission "unlimitedStorage" is enough.
    if (asked || !('persist' in storage)) return;
    asked = true;
    (async () => (await storage.persisted()) || storage.persist())().catch((error: unknown) => onFault('persist', error));
  };
};
