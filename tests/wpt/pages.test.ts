import { expect, test } from 'vitest';
import { pagesOf } from './pages';

test.each<[string, string, string[]]>([
  ['a.https.window.js', '', ['a.https.window.html']],
  ['a.https.worker.js', '', ['a.https.worker.html']],
  ['a.any.js', '', ['a.any.html', 'a.any.worker.html']],
  ['a.any.js', '// META: global=window,worker\n', ['a.any.html', 'a.any.worker.html', 'a.any.sharedworker.html', 'a.any.serviceworker.html']],
  ['a.any.js', '// META: global=serviceworker, dedicatedworker\n', ['a.any.serviceworker.html', 'a.any.worker.html']],
  ['a.html', '<script src="/resources/testharness.js"></script>', ['a.html']],
  ['a.html', '<p>', []],
  ['a.js', '// META: global=window\n', []],
  ['META.yml', '', []],
])('%s with %j', (file, source, pages) => {
  expect(pagesOf(file, source).map(({ name }) => name)).toEqual(pages);
});

test.each([
  ['a.any.js', '// META: timeout=long\n', true],
  ['a.any.js', '// META: script=timeout=long\n', false],
  ['a.html', '<meta name="timeout" content="long"><script src="/resources/testharness.js">', true],
])('%s with %j is long: %s', (file, source, long) => {
  expect(pagesOf(file, source)[0]!.long).toBe(long);
});
