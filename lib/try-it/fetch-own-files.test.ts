import { expect, test, vi } from 'vitest';
import { plainRequest } from '../fetch-as/plain-request';
import type { FetchAs, FetchAsOptions, FetchClient } from '../fetch-as/types';
import { withOwnFiles } from './fetch-own-files';

const ORIGIN = 'moz-extension://id';
const PICTURE = `${ORIGIN}/night-train.png`;
const BYTES = new Uint8Array(30_000).map((_, index) => index % 251);

const setUp = () => {
  const sites = vi.fn<FetchAs>(() => Promise.reject(new Error('for sites')));
  const waits: number[] = [];
  const clock = {
    after: (delay: number, run: () => void) => {
      waits.push(delay);
      queueMicrotask(run);
      return () => {};
    },
  };
  const fetchAs = withOwnFiles(sites, { origin: ORIGIN, fetch: async () => new Response(BYTES), clock });
  const ask = (url: string, origin = ORIGIN, options: Partial<FetchAsOptions> = {}, method = 'GET') =>
    fetchAs(plainRequest(url, { method }), { origin, url: `${origin}/`, referrerPolicy: '', connectsAnywhere: false } satisfies FetchClient, { signal: new AbortController().signal, ...options });
  return { ask, sites, waits };
};

const bytesOf = async (body: ReadableStream | null): Promise<Uint8Array> => new Uint8Array(await new Response(body).arrayBuffer());

test('the picture comes whole, at the pace of a slow line', async () => {
  const { ask, waits } = setUp();
  const { response, body } = await ask(PICTURE);
  expect(response).toMatchObject({ url: PICTURE, status: 200, headers: [['content-type', 'image/png'], ['content-length', '30000']] });
  expect(await bytesOf(body)).toEqual(BYTES);
  expect(waits).toEqual([100, 100, 100]);
});

test('a part of it comes where it is still the same, else the whole', async () => {
  const { ask } = setUp();
  const etag = (await ask(PICTURE)).headers.find(([name]) => name === 'etag')![1];
  const part = await ask(PICTURE, ORIGIN, { range: { start: 20_000, ifRange: etag } });
  expect(part.response.status).toBe(206);
  expect(part.headers).toContainEqual(['content-range', 'bytes 20000-29999/30000']);
  expect(await bytesOf(part.body)).toEqual(BYTES.subarray(20_000));
  const middle = await ask(PICTURE, ORIGIN, { range: { start: 10, end: 19, ifRange: etag } });
  expect(await bytesOf(middle.body)).toEqual(BYTES.subarray(10, 20));
  const changed = await ask(PICTURE, ORIGIN, { range: { start: 20_000, ifRange: '"another"' } });
  expect([changed.response.status, (await bytesOf(changed.body)).byteLength]).toEqual([200, 30_000]);
});

test.each(['manifest.json', 'night-train.png?', 'night-train.png#a', '../night-train.png'])('no other file of the extension: %s', async (path) => {
  await expect(setUp().ask(`${ORIGIN}/${path}`)).rejects.toMatchObject({ failure: 'refused' });
});

test('and nothing from elsewhere', async () => {
  await expect(setUp().ask('https://site.example/night-train.png')).rejects.toMatchObject({ failure: 'refused' });
  await expect(setUp().ask(PICTURE, ORIGIN, {}, 'POST')).rejects.toMatchObject({ failure: 'refused' });
});

test.each(['https://site.example', 'moz-extension://other', 'null'])('what a site asks is none of this: %s', async (origin) => {
  const { ask, sites } = setUp();
  await expect(ask(PICTURE, origin)).rejects.toThrow('for sites');
  expect(sites).toHaveBeenCalledOnce();
});
