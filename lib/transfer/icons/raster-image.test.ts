import { expect, test } from 'vitest';
import { rasterImage } from './raster-image';

const bytes = (...parts: (string | number[])[]): Uint8Array =>
  Uint8Array.from(parts.flatMap((part) => (typeof part === 'string' ? Array.from(part, (letter) => letter.charCodeAt(0)) : part)));

const png = bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IHDR', [0, 0, 1, 0], [0, 0, 0, 96], [8, 6, 0, 0, 0]);
const jpeg = bytes([0xff, 0xd8, 0xff, 0xe0, 0, 4, 1, 2], [0xff, 0xc4, 0, 3, 9], [0xff, 0xc2, 0, 11, 8, 0, 96, 1, 0, 3]);

test.each([
  ['PNG', png, { type: 'image/png', width: 256, height: 96 }],
  ['JPEG, behind other segments', jpeg, { type: 'image/jpeg', width: 256, height: 96 }],
  ['WebP, lossy', bytes('RIFF....WEBPVP8 ....', [0, 0, 0, 0x9d, 1, 0x2a, 0, 1, 96, 0]), { type: 'image/webp', width: 256, height: 96 }],
  ['WebP, lossless', bytes('RIFF....WEBPVP8L....', [0x2f, 255, 192, 23, 0]), { type: 'image/webp', width: 256, height: 96 }],
  ['WebP, extended', bytes('RIFF....WEBPVP8X....', [0, 0, 0, 0, 255, 0, 0, 95, 0, 0]), { type: 'image/webp', width: 256, height: 96 }],
])('size of %s', (_what, image, expected) => {
  expect(rasterImage(image)).toEqual(expected);
});

test.each([
  ['nothing', bytes()],
  ['SVG', bytes('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>')],
  ['HTML', bytes('<!doctype html><script>alert(1)</script>')],
  ['GIF, which is drawn larger than it says', bytes('GIF89a', [1, 0, 1, 0])],
  ['a PNG cut short', png.subarray(0, 20)],
  ['a PNG that begins with something else', bytes('\x89PNG\r\n\x1a\n', [0, 0, 0, 13], 'IDAT', [0, 0, 1, 0, 0, 0, 0, 96])],
  ['a JPEG cut short', jpeg.subarray(0, 14)],
  ['a JPEG of empty segments', bytes([0xff, 0xd8, ...Array.from({ length: 1_000 }, () => [0xff, 0xe0, 0, 0]).flat()])],
  ['a WebP of no known kind', bytes('RIFF....WEBPVP9 ....', Array<number>(20).fill(0))],
])('not an icon: %s', (_what, image) => {
  expect(rasterImage(image)).toBeNull();
});

test('a part of a larger buffer is read from its own beginning', () => {
  expect(rasterImage(bytes([1, 2, 3], [...png]).subarray(3))).toMatchObject({ width: 256, height: 96 });
});
