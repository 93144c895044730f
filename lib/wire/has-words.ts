/** How a page narrows the rows it has, and the background those it has not: both must find the same. */

/** @param words all of them must stand in the text, in any case of that language */
export const hasWords = (words: string, locale: string): ((text: string) => boolean) => {
  const wanted = words.toLocaleLowerCase(locale).split(/\s+/).filter(Boolean);
  return (text) => {
    const lower = text.toLocaleLowerCase(locale);
    return wanted.every((word) => lower.includes(word));
  };
};
