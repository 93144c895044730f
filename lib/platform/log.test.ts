import { expect, test, vi } from 'vitest';
import { fault, logEntries, note, withoutQueries } from './log';

test.each([
  ['GET https://a.example/p?token=1#x failed', 'GET https://a.example/p?… failed'],
  ["no rule for 'http://a.example/?q=1'", "no rule for 'http://a.example/?…'"],
  ['what is this? nothing', 'what is this? nothing'],
])('queries and fragments of URLs are left out: %s', (text, expected) => expect(withoutQueries(text)).toBe(expected));

test('a fault reaches console and ring with its cause, without queries', () => {
  const error = vi.spyOn(console, 'error').mockImplementation(() => {});
  fault('room', new Error('outer', { cause: new TypeError('https://a.example/?secret') }));
  expect(error).toHaveBeenCalledWith('[room]', 'Error: outer ← TypeError: https://a.example/?…');
  expect(logEntries().at(-1)).toMatchObject({ where: 'room', text: 'Error: outer ← TypeError: https://a.example/?…' });
});

test('the ring does not grow for ever', () => {
  for (let i = 0; i < 500; i++) note('room', `entry ${i}`);
  expect(logEntries().length).toBe(200);
  expect(logEntries().at(-1)!.text).toBe('entry 499');
});
