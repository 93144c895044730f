import type { Ask } from './ask';

/** Addresses of one round. */
const MOST = 1_000;

/**
 * For a realm that may ask ten thousand times at once: one round of questions after the other, each address once in it. What is asked
 * before anybody waits is one round. A question never joins a round that has begun: the policy may have become stricter between.
 */
export const askInRounds = (ask: Ask): Ask => {
  const next = new Map<string, PromiseWithResolvers<boolean>>();
  let underWay = false;

  const goOn = async (): Promise<void> => {
    underWay = true;
    await Promise.resolve();
    while (next.size > 0) {
      const round = [...next].slice(0, MOST);
      for (const [url] of round) next.delete(url);
      const verdicts = await ask(round.map(([url]) => url)).catch(() => []);
      for (const [index, [, { resolve }]] of round.entries()) resolve(verdicts[index] === true);
    }
    underWay = false;
  };

  return (urls) => {
    const verdicts = urls.map((url) => {
      let question = next.get(url);
      if (!question) next.set(url, (question = Promise.withResolvers()));
      return question.promise;
    });
    if (!underWay) void goOn();
    return Promise.all(verdicts);
  };
};
