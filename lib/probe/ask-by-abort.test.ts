import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { askByAbort } from './ask-by-abort';

const abortError = (): DOMException => new DOMException('aborted', 'AbortError');

test.each([
  { answers: 'an AbortError', errors: [abortError()], allowed: true },
  { answers: 'a TypeError of the rule that keeps it from the network, then an AbortError', errors: [new TypeError(), abortError()], allowed: true },
  { answers: 'a TypeError every time', errors: Array.from({ length: 100 }, () => new TypeError()), allowed: false },
])('$answers means allowed: $allowed', async ({ errors, allowed }) => {
  const remaining = [...errors];
  const ask = askByAbort(() => Promise.reject(remaining.shift() as Error));
  expect(await ask(['https://a.example/x'])).toEqual([allowed]);
});

test('every question is aborted, and is one that the rule keeps from the network', async () => {
  const asked: { url: string; method: string; aborted: boolean }[] = [];
  await askByAbort((url, init) => {
    const { method, signal } = init!;
    queueMicrotask(() => asked.push({ url: url as string, method: method!, aborted: signal!.aborted }));
    return Promise.reject(abortError());
  })(['https://a.example/x', 'https://b.example/y?z']);

  const [rule] = JSON.parse(readFileSync('public/probe-rules.json', 'utf8')) as { condition: { regexFilter: string; requestMethods: string[] } }[];
  const { regexFilter, requestMethods } = rule!.condition;
  const kept = (url: string, method: string): boolean => new RegExp(regexFilter).test(url) && requestMethods.includes(method.toLowerCase());
  expect(asked.map(({ url, method, aborted }) => [kept(url, method), aborted])).toEqual([[true, true], [true, true]]);
  expect(asked.map(({ url }) => [kept(`${url}x`, 'HEAD'), kept(url.replace('#', '?'), 'HEAD'), kept(url, 'GET')]).flat()).not.toContain(true);
});
