import { expect, test } from 'vitest';
import type { Ask } from './ask';
import { askInRounds } from './ask-in-rounds';

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** A policy that takes its time: what it is asked, and how to let it answer. */
const setUp = (allows: (url: string) => boolean = () => true) => {
  const rounds: { urls: string[]; answer: () => void; fail: () => void }[] = [];
  const ask: Ask = (urls) =>
    new Promise((resolve, reject) => rounds.push({ urls, answer: () => resolve(urls.map(allows)), fail: () => reject(new Error('no answer')) }));
  const answerAll = async (): Promise<void> => {
    await turn();
    for (let round = 0; round < rounds.length; round += 1) {
      rounds[round]!.answer();
      await turn();
    }
  };
  return { ask: askInRounds(ask), rounds, answerAll };
};

const many = Array.from({ length: 2_500 }, (_, n) => `https://a.test/${n}`);

test('ten thousand questions about one address are one', async () => {
  const { ask, rounds, answerAll } = setUp();
  const verdicts = Array.from({ length: 10_000 }, () => ask(['https://a.test/']));
  await answerAll();
  expect(new Set((await Promise.all(verdicts)).flat())).toEqual(new Set([true]));
  expect(rounds.map(({ urls }) => urls)).toEqual([['https://a.test/']]);
});

test('two who ask side by side ask in one round', async () => {
  const { ask, rounds, answerAll } = setUp((url) => url !== 'https://a.test/2');
  const verdicts = Promise.all([ask(['https://a.test/1', 'https://a.test/2']), ask(['https://a.test/2', 'https://a.test/3'])]);
  await answerAll();
  expect(await verdicts).toEqual([
    [true, false],
    [false, true],
  ]);
  expect(rounds.map(({ urls }) => urls)).toEqual([['https://a.test/1', 'https://a.test/2', 'https://a.test/3']]);
});

test('one round follows the other, and none is large', async () => {
  const { ask, rounds, answerAll } = setUp((url) => !url.endsWith('/2222'));
  const verdicts = ask(many);
  await turn();
  expect(rounds).toHaveLength(1);
  await answerAll();
  expect(rounds.map(({ urls }) => urls.length)).toEqual([1_000, 1_000, 500]);
  expect((await verdicts).indexOf(false)).toBe(2_222);
});

test('a question never joins a round that has begun: the policy may have become stricter', async () => {
  let strict = false;
  const { ask, answerAll } = setUp(() => !strict);
  const before = ask(['https://a.test/']);
  const early = answerAll();
  await early;
  strict = true;
  const after = ask(['https://a.test/']);
  await answerAll();
  expect([await before, await after]).toEqual([[true], [false]]);
});

test('a round that fails forbids its own questions, and the next one is asked', async () => {
  const { ask, rounds } = setUp();
  const first = ask(['https://a.test/1']);
  await turn();
  const second = ask(['https://a.test/2']);
  rounds[0]!.fail();
  expect(await first).toEqual([false]);
  rounds[1]!.answer();
  expect(await second).toEqual([true]);
});
