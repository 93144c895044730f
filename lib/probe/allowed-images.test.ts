import { expect, test, vi } from 'vitest';
import type { Ask } from './ask';
import { allowedImages } from './allowed-images';

test('images that policy forbids are left out, and nobody is asked about those that are not fetched', async () => {
  const ask = vi.fn<Ask>(async (urls) => urls.map((url) => url.startsWith('https://a.example/')));
  const images = ['https://a.example/i.png?x', 'https://cdn.example/i.png', 'data:image/png,x'].map((src) => ({ src }));
  expect((await allowedImages(images, ask, 'https://a.example')).map(({ src }) => src)).toEqual(['https://a.example/i.png?x', 'data:image/png,x']);
  expect(ask.mock.calls.flat(2)).toEqual(['https://a.example/i.png', 'https://cdn.example/i.png']);
});

test('what a page makes of its list does no harm here', async () => {
  const images = [{ src: 5 }, { src: 'https://[' }] as never[];
  expect(await allowedImages(images, async () => [false], 'https://a.example')).toEqual(images);
});
