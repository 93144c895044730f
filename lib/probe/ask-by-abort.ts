import type { Ask } from './ask';

/** More at a time gain nothing; 10,000 take 5 s in all. */
const BATCH = 100;

/** No policy looks at it, and no HEAD that bears it gets to the network: public/probe-rules.json. One in 25 would, where the abort comes too late. */
const FRAGMENT = '#background-fetch-anywhere-probe';

/** In service workers one answer in 12 is a TypeError because that rule was quicker than the abort. Policy says the same every time. */
const ATTEMPTS = 8;

/**
 * Firefox: a fetch that is aborted before the event loop turns rejects with TypeError where Content Security Policy forbids it, with AbortError
 * where it does not. Nothing is sent, and no service worker sees it. Elsewhere this leaks requests: see ask-by-violation.ts.
 */
export const askByAbort =
  (fetch: typeof globalThis.fetch): Ask =>
  async (urls) => {
    const askOnce = async (url: string): Promise<boolean> => {
      const controller = new AbortController();
      const answer = fetch(url + FRAGMENT, { method: 'HEAD', signal: controller.signal });
      controller.abort();
      return answer.then(
        () => true,
        (error: unknown) => (error as Error).name === 'AbortError',
      );
    };
    const ask = async (url: string): Promise<boolean> => {
      for (let attempt = 0; attempt < ATTEMPTS; attempt++) if (await askOnce(url)) return true;
      return false;
    };
    const verdicts: boolean[] = [];
    for (let start = 0; start < urls.length; start += BATCH) {
      verdicts.push(...(await Promise.all(urls.slice(start, start + BATCH).map(ask))));
    }
    return verdicts;
  };
