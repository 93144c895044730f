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

test('every question is aborted, and bears the fragment that the rules keep from the network', async () => {
  const asked: { url: string; signal: AbortSignal }[] = [];
  await askByAbort((url, init) => {
    asked.push({ url: url as string, signal: init!.signal! });
    return Promise.reject(abortError());
  })(['https://a.example/x', 'https://b.example/y?z']);

  const rules = JSON.parse(readFileSync('public/doorbell-rules.json', 'utf8')) as { action: { type: string }; condition: { urlFilter: string } }[];
  const kept = (url: string): boolean => rules.some(({ action, condition }) => action.type === 'block' && url.endsWith(condition.urlFilter.replace(/\|$/, '')));
  expect(asked.map(({ url, signal }) => [kept(url), signal.aborted])).toEqual([[true, true], [true, true]]);
});
