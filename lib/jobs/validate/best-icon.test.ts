import { expect, test } from 'vitest';
import { bestIcon } from './best-icon';

test.each([
  ['the least that is large enough', ['512x512', '128x128', '48x48'], '128x128'],
  ['one of unknown size before one too small', ['48x48', ''], ''],
  ['the largest where all are too small', ['16x16', '64x64', '32x32'], '64x64'],
  ['the best of several sizes in one', ['192x192', '16x16 96x96'], '16x16 96x96'],
  ['the smaller side counts', ['96x16', '64x64'], '64x64'],
  ['"any" and nonsense say nothing', ['any', '48x48', '99999999x1'], 'any'],
])('chosen is %s', (_what, sizes, best) => {
  expect(bestIcon(sizes.map((size) => ({ src: `https://a.example/${size}`, sizes: size })))?.sizes).toBe(best);
});

test('an image that may hold scripts is never chosen', () => {
  const vectors = [{ src: 'https://a.example/i.svg?x' }, { src: 'data:image/svg+xml,<svg/>' }, { src: 'https://a.example/i', type: 'image/svg+xml' }];
  expect(bestIcon(vectors)).toBeNull();
  expect(bestIcon([...vectors, { src: 'https://a.example/i.png', sizes: '16x16' }])?.src).toBe('https://a.example/i.png');
});
