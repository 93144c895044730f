import type { Storage } from 'webextension-polyfill';

const KEY = 'run-of-the-browser';

/** A word for this run of the browser, the same for every background of it; gone with it, however it ends. */
export const browserSession = async (area: Storage.StorageArea): Promise<string> => {
  const stored: unknown = (await area.get(KEY))[KEY];
  if (typeof stored === 'string') return stored;
  const made = crypto.randomUUID().replaceAll('-', '');
  await area.set({ [KEY]: made });
  return made;
};
