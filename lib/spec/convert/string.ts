/** https://webidl.spec.whatwg.org/#js-DOMString. Not String(): a Symbol must throw TypeError. */
export const convertDOMString = (value: unknown): string => `${value as number}`;

/** https://webidl.spec.whatwg.org/#js-USVString */
export const convertUSVString = (value: unknown): string => convertDOMString(value).toWellFormed();
