/** https://fetch.spec.whatwg.org/#byte-serializing-a-request-origin */

/** A redirect from one foreign origin to another hides where the request came from. https://fetch.spec.whatwg.org/#concept-request-redirect-taint */
export const isRedirectTainted = (urlList: readonly URL[], origin: string): boolean =>
  urlList.some((url, i) => {
    const last = urlList[i - 1];
    return last !== undefined && url.origin !== last.origin && last.origin !== origin;
  });

export const serializeRequestOrigin = (urlList: readonly URL[], origin: string): string => (isRedirectTainted(urlList, origin) ? 'null' : origin);
