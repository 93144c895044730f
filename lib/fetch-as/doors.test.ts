import { expect, test } from 'vitest';
import { hasBadPort } from './bad-port';
import { isMixedContent } from './mixed-content';

test.each([
  [false, 'https://a.example', 'https://b.example'],
  [true, 'https://a.example', 'http://a.example'],
  [false, 'https://a.example', 'http://localhost:8080'],
  [false, 'https://a.example', 'http://x.localhost'],
  [false, 'https://a.example', 'http://127.1'],
  [false, 'https://a.example', 'http://[::1]'],
  [true, 'https://a.example', 'http://localhost.a.example'],
  [true, 'https://a.example', 'http://127.0.0.1.example'],
  [true, 'https://a.example', 'http://192.168.0.1'],
  [false, 'http://localhost', 'http://a.example'],
])('mixed content: %s, %s asks %s', (mixed, client, url) => {
  expect(isMixedContent(new URL(url), client)).toBe(mixed);
});

test('bad ports are bad, default and high ones are not', () => {
  const ports = ['https://a.example:25', 'http://a.example:6667', 'https://a.example', 'http://a.example:80', 'https://a.example:8443'];
  expect(ports.map((url) => hasBadPort(new URL(url)))).toEqual([true, true, false, false, false]);
});
