/** What a start can read before anything has time to happen: the only storage that answers at once. Null in a service worker, and where the person allows no site any. */
export const startMemory = (): Storage | null => {
  try {
    return (globalThis.localStorage as Storage | undefined) ?? null;
  } catch {
    return null;
  }
};
