import { expect, test } from 'vitest';
import { convertBackgroundFetchOptions } from './background-fetch-options';
import { convertCacheQueryOptions } from './cache-query-options';
import { convertImageResource } from './image-resource';
import { convertRequests } from './request-info';
import { convertSequence } from './sequence';
import { convertDOMString, convertUSVString } from './string';
import { convertUnsignedLongLong } from './unsigned-long-long';

test.each([
  [undefined, 0],
  [null, 0],
  [NaN, 0],
  [Infinity, 0],
  [-Infinity, 0],
  [-0, 0],
  [1.9, 1],
  [-1, 2 ** 64],
  [-1.5, 2 ** 64],
  [2 ** 64, 0],
  [2 ** 64 + 4096, 4096],
  [Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER],
  ['12', 12],
  [' 0x10 ', 16],
  [{ valueOf: () => 3 }, 3],
  [true, 1],
  [[], 0],
])('unsigned long long: %o becomes %o', (value, expected) => {
  expect(Object.is(convertUnsignedLongLong(value), expected)).toBe(true);
});

test.each([[5n], [Symbol('s')]])('unsigned long long: %o throws TypeError', (value) => {
  expect(() => convertUnsignedLongLong(value)).toThrow(TypeError);
});

test('strings: null and undefined are words, a Symbol throws, lone surrogates are replaced in a USVString only', () => {
  expect([undefined, null, 5n, { toString: () => 'x' }].map(convertDOMString)).toEqual(['undefined', 'null', '5', 'x']);
  expect(() => convertDOMString(Symbol('s'))).toThrow(TypeError);
  expect(convertDOMString('a\ud800b')).toBe('a\ud800b');
  expect(convertUSVString('a\ud800b')).toBe('a\ufffdb');
});

const url = 'https://a.example/';
const request = new Request(url);

test.each([
  ['a string', url, [url]],
  ['a Request', request, [request]],
  ['an array', [url, request], [url, request]],
  ['a Set', new Set([url]), [url]],
  ['an empty array', [], []],
  ['null', null, ['null']],
  ['undefined', undefined, ['undefined']],
  ['a number', 5, ['5']],
  ['a URL', new URL(url), [url]],
  ['an object', {}, ['[object Object]']],
  ['a String object, which is iterable', Object('ab'), ['a', 'b']],
  ['a null iterator', { [Symbol.iterator]: null, toString: () => url }, [url]],
  ['an element that is no string', [null, [1, 2]], ['null', '1,2']],
  ['a Request whose iterator lies', Object.assign(new Request(url), { [Symbol.iterator]: () => [][Symbol.iterator]() }), [expect.any(Request)]],
  ['an object that claims to be a Request', { __proto__: Request.prototype, toString: () => 'claim' }, ['claim']],
])('requests: %s', (_, value, expected) => {
  expect(convertRequests(value, 'c')).toEqual(expected);
});

test('a sequence fails with TypeError for what is no iterable', () => {
  for (const value of [null, undefined, 'ab', 5, {}, { [Symbol.iterator]: 5 }, { [Symbol.iterator]: () => ({ next: () => 1 }) }]) {
    expect(() => convertSequence(value, convertDOMString, 'c')).toThrow(TypeError);
  }
});

test('a sequence whose element fails leaves its iterator open, as Web IDL does', () => {
  const calls: string[] = [];
  const iterable = {
    [Symbol.iterator]: () => ({
      next: () => ({ done: false, value: calls.push('next') && Symbol('s') }),
      return: () => calls.push('return'),
    }),
  };
  expect(() => convertSequence(iterable, convertDOMString, 'c')).toThrow(TypeError);
  expect(calls).toEqual(['next']);
});

/** Notes the order in which members are read. */
const reading = (values: Record<string, unknown>) => {
  const order: string[] = [];
  const dictionary = new Proxy(values, {
    get: (target, key) => {
      order.push(String(key));
      return target[key as string];
    },
  });
  return { dictionary, order };
};

test('BackgroundFetchOptions: inherited members first, each dictionary in lexicographic order', () => {
  const { dictionary, order } = reading({ downloadTotal: '7', title: 8, icons: [{ src: 'i', extra: 1 }] });
  expect(convertBackgroundFetchOptions(dictionary, 'c')).toEqual({ downloadTotal: 7, title: '8', icons: [{ src: 'i' }] });
  expect(order).toEqual(['icons', 'title', 'downloadTotal']);
});

test('ImageResource: members in order, `src` required', () => {
  const { dictionary, order } = reading({ type: 't', sizes: 's', src: 'i', label: 'l' });
  expect(convertImageResource(dictionary, 'c')).toEqual({ src: 'i', sizes: 's', type: 't', label: 'l' });
  expect(order).toEqual(['label', 'sizes', 'src', 'type']);
  for (const value of [{}, null, undefined, { src: undefined }, 'src']) expect(() => convertImageResource(value, 'c')).toThrow(TypeError);
  expect(convertImageResource({ src: null }, 'c')).toEqual({ src: 'null' });
});

test('CacheQueryOptions: booleans in order, `cacheName` not read', () => {
  const { dictionary, order } = reading({ ignoreVary: 1, ignoreSearch: '', ignoreMethod: {} });
  expect(convertCacheQueryOptions(dictionary, 'c')).toEqual({ ignoreMethod: true, ignoreSearch: false, ignoreVary: true });
  expect(order).toEqual(['ignoreMethod', 'ignoreSearch', 'ignoreVary']);
});

test('dictionaries take null, undefined and functions, nothing else that is no object', () => {
  for (const value of [null, undefined, () => {}]) expect(convertCacheQueryOptions(value, 'c').ignoreVary).toBe(false);
  for (const value of [5, 'x', true, Symbol('s')]) expect(() => convertCacheQueryOptions(value, 'c')).toThrow(TypeError);
});
