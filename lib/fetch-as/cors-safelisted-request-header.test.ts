import { expect, test } from 'vitest';
import type { HeaderList } from '../protocol/stored';
import { corsUnsafeRequestHeaderNames, isCORSSafelistedRequestHeader } from './cors-safelisted-request-header';

test.each<[safe: boolean, name: string, value: string]>([
  [true, 'accept', 'text/html;q=0.5, */*'],
  [true, 'accept', 'a\tb'],
  [false, 'accept', 'a"b'],
  [false, 'accept', 'a\x00b'],
  [true, 'accept', 'a'.repeat(128)],
  [false, 'accept', 'a'.repeat(129)],
  [true, 'accept-language', 'de-CH, *;q=0.5'],
  [false, 'accept-language', 'de_CH'],
  [false, 'content-language', 'dé'],
  [true, 'content-type', 'text/plain'],
  [true, 'content-type', 'TEXT/PLAIN;charset=utf-8'],
  [true, 'content-type', 'multipart/form-data; boundary=x'],
  [true, 'content-type', 'application/x-www-form-urlencoded'],
  [false, 'content-type', 'text/plain;a="b"'],
  [false, 'content-type', 'application/json'],
  [false, 'content-type', 'text/plain x'],
  [false, 'content-type', ''],
  [true, 'range', 'bytes=0-'],
  [true, 'range', 'bytes=0-9'],
  [false, 'range', 'bytes=-9'],
  [false, 'range', 'bytes=9-0'],
  [false, 'range', 'bytes=0-1,3-4'],
  [false, 'range', 'bytes= 0-1'],
  [false, 'range', 'bytes=-'],
  [false, 'if-range', '"x"'],
  [false, 'authorization', 'Bearer z'],
  [false, 'x-a', ''],
])('safelisted: %s, %s: %s', (safe, name, value) => {
  expect(isCORSSafelistedRequestHeader(name, value)).toBe(safe);
});

test('unsafe names are sorted and told once', () => {
  expect(
    corsUnsafeRequestHeaderNames([
      ['x-b', '1'],
      ['accept', '*/*'],
      ['x-a', '1'],
      ['x-b', '2'],
    ]),
  ).toEqual(['x-a', 'x-b']);
});

test('over 1024 bytes together, safelisted values are unsafe', () => {
  const line = (size: number): HeaderList[number] => ['accept', 'a'.repeat(size)];
  const eight = Array.from({ length: 8 }, () => line(128));
  expect(corsUnsafeRequestHeaderNames(eight)).toEqual([]);
  expect(corsUnsafeRequestHeaderNames([...eight, line(1)])).toEqual(['accept']);
});
