import { expect, test } from 'vitest';
import { isSameSite } from './same-site';

test.each([
  [true, 'https://a.example', 'https://a.example:8443'],
  [true, 'https://a.example', 'https://x.y.a.example'],
  [false, 'https://a.example', 'http://a.example'],
  [false, 'https://a.example', 'https://b.example'],
  [true, 'https://one.co.uk', 'https://x.one.co.uk'],
  [false, 'https://one.co.uk', 'https://two.co.uk'],
  [false, 'https://co.uk', 'https://one.co.uk'],
  [false, 'https://one.github.io', 'https://two.github.io'],
  [true, 'https://one.github.io', 'https://x.one.github.io'],
  [true, 'http://localhost', 'http://localhost:8080'],
  [false, 'http://localhost', 'http://x.localhost.example'],
  [false, 'http://127.0.0.1', 'http://127.0.0.2'],
  [true, 'http://127.0.0.1', 'http://127.0.0.1:8080'],
  [false, 'https://1.2.3.4', 'https://2.2.3.4'],
  [true, 'https://[::1]', 'https://[::1]:8443'],
  [false, 'https://a.example.', 'https://a.example'],
  [true, 'https://a.example.', 'https://a.example.'],
  [true, 'https://xn--bcher-kva.example', 'https://www.bücher.example'],
])('same site: %s, %s and %s', (same, a, b) => {
  expect(isSameSite(new URL(a), new URL(b))).toBe(same);
  expect(isSameSite(new URL(b), new URL(a))).toBe(same);
});
