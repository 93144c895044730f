/** What the extension itself fetches in the background, for a person who wants to see what that is like: files of its package. */
export const OWN_FILES = { picture: 'night-train.png', icon: 'icon/96.png' } as const;

/** @param origin the extension's own */
export const ownURL = (origin: string, file: keyof typeof OWN_FILES): string => `${origin}/${OWN_FILES[file]}`;
