/** Bytes of a whole job, counted as they come. */
export interface Account {
  readonly downloaded: number;
  readonly uploaded: number;
  /** Counts bytes that are about to be stored; false, and counts nothing, where they would exceed the download total. */
  admit(bytes: number): boolean;
  /** Bytes that are stored no longer: a redundant response, a lost segment. */
  release(bytes: number): void;
  upload(bytes: number): void;
}

/** @param downloadTotal 0: unlimited. */
export const createAccount = (start: { downloaded: number; uploaded: number }, downloadTotal: number, changed: () => void): Account => {
  const limit = downloadTotal === 0 ? Infinity : downloadTotal;
  let { downloaded, uploaded } = start;
  return {
    get downloaded() {
      return downloaded;
    },
    get uploaded() {
      return uploaded;
    },
    admit: (bytes) => {
      if (downloaded + bytes > limit) return false;
      downloaded += bytes;
      changed();
      return true;
    },
    release: (bytes) => {
      downloaded -= bytes;
      if (bytes !== 0) changed();
    },
    upload: (bytes) => {
      uploaded += bytes;
      if (bytes !== 0) changed();
    },
  };
};
