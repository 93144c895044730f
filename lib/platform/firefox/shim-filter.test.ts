import { expect, test, vi } from 'vitest';
import { createHeldBack } from './held-back';
import { filterScript, type StreamFilter } from './shim-filter';
import { PREFIX } from './with-shim';

const SHIM = '/*shim*/;';
const MENTIONING = "addEventListener('backgroundfetchsuccess', f)";

/** Sends a script through the filter in chunks; resolves with what came out of it. */
async function through(script: string | Uint8Array, { chunk = 7, shim = Promise.resolve(SHIM) } = {}): Promise<Uint8Array> {
  const bytes = typeof script === 'string' ? new TextEncoder().encode(script) : script;
  const written: Uint8Array[] = [];
  const filter = { write: (data) => void written.push(new Uint8Array(data)) } as StreamFilter;
  const closed = new Promise<void>((resolve) => (filter.close = resolve));
  filterScript(filter, shim, 'https://a.example', createHeldBack());
  for (let start = 0; start < bytes.length; start += chunk) filter.ondata!({ data: bytes.slice(start, start + chunk).buffer });
  filter.onstop!();
  await closed;
  return new Uint8Array(await new Blob(written as BlobPart[]).arrayBuffer());
}
const text = async (...args: Parameters<typeof through>): Promise<string> => new TextDecoder('utf-8', { ignoreBOM: true }).decode(await through(...args));

test.each([
  ['a script that mentions the API', MENTIONING, SHIM + MENTIONING],
  ['a script that only names the extension as well', `${MENTIONING} // background-fetch-anywhere: offers`, `${SHIM}${MENTIONING} // background-fetch-anywhere: offers`],
  ['any case of it', 'onBackgroundFetchFail', `${SHIM}onBackgroundFetchFail`],
  ['a strict script', `'use strict';${MENTIONING}`, `"use strict";${SHIM}'use strict';${MENTIONING}`],
  ['a script with a byte order mark', `\uFEFF${MENTIONING}`, `\uFEFF${SHIM}${MENTIONING}`],
  ['a strict script with a byte order mark', `\uFEFF"use strict";${MENTIONING}`, `\uFEFF"use strict";${SHIM}"use strict";${MENTIONING}`],
])('the shim is put in front of %s', async (_, script, expected) => {
  expect(await text(script)).toBe(expected);
});

test.each([
  ['a script that never mentions it', 'addEventListener("fetch", f); // background fetch'],
  ['an empty script', ''],
  ['a script with a hashbang', `#!worker\n${MENTIONING}`],
  ['a script that refuses it', `${MENTIONING} // background-fetch-anywhere: off`],
])('%s passes untouched', async (_, script) => {
  expect(await text(script)).toBe(script);
});

test('bytes of any encoding pass as they are', async () => {
  const utf16 = new Uint8Array(new Uint16Array([0xfeff, ...Array.from(MENTIONING, (c) => c.charCodeAt(0))]).buffer);
  expect(await through(utf16)).toEqual(utf16);
  const latin1 = Uint8Array.from(`/* \xe9\xff */${MENTIONING}`, (c) => c.charCodeAt(0));
  expect(await through(latin1)).toEqual(Uint8Array.from(SHIM + `/* \xe9\xff */${MENTIONING}`, (c) => c.charCodeAt(0)));
});

test('half a byte order mark is none', async () => {
  const bytes = Uint8Array.from(`/*\xbb\xbf*/${MENTIONING}`, (c) => c.charCodeAt(0));
  expect((await through(bytes)).subarray(0, SHIM.length)).toEqual(new TextEncoder().encode(SHIM));
  const latin1 = Uint8Array.from(`\xef=1;${MENTIONING}`, (c) => c.charCodeAt(0));
  expect((await through(latin1)).subarray(0, SHIM.length)).toEqual(new TextEncoder().encode(SHIM));
});

test('a very long script is not held back to its end', async () => {
  const written: number[] = [];
  const filter = { write: (data) => void written.push(data.byteLength) } as StreamFilter;
  filterScript(filter, Promise.resolve(SHIM), 'https://a.example', createHeldBack());
  for (const size of [PREFIX - 1, 1, 10]) filter.ondata!({ data: new ArrayBuffer(size) });
  await new Promise((resolve) => setTimeout(resolve, 0));
  filter.ondata!({ data: new ArrayBuffer(20) });
  expect(written).toEqual([PREFIX - 1, 1, 10, 20]);
});

test('chunk sizes do not matter', async () => {
  for (const chunk of [1, 2, 3, 1000]) expect(await text(`\uFEFF${MENTIONING}`, { chunk })).toBe(`\uFEFF${SHIM}${MENTIONING}`);
});

test('a script waits for the shim', async () => {
  let loaded!: (shim: string) => void;
  const waiting = text(MENTIONING, { shim: new Promise<string>((resolve) => (loaded = resolve)) });
  loaded(SHIM);
  expect(await waiting).toBe(SHIM + MENTIONING);
});

test('without a shim every script passes untouched', async () => {
  expect(await text(MENTIONING, { shim: Promise.reject(new Error('not there')) })).toBe(MENTIONING);
});

test.each([1 << 20, (1 << 20) + 77, 1 << 24, 1 << 25])('of a very long script exactly the first 16 MiB decide, in chunks of %d', async (chunk) => {
  const long = (mentionAt: number): Uint8Array => {
    const bytes = new Uint8Array(PREFIX + 5000).fill(120);
    bytes.set(new TextEncoder().encode('backgroundfetch'), mentionAt);
    return bytes;
  };
  const inside = long(PREFIX - 15);
  const found = await through(inside, { chunk });
  expect(found.length).toBe(inside.length + SHIM.length);
  expect(Buffer.compare(found.subarray(SHIM.length), inside)).toBe(0);
  const beyond = long(PREFIX - 14);
  expect(Buffer.compare(await through(beyond, { chunk }), beyond)).toBe(0);
});

test('scripts that never end do not fill the memory: they go on as they are, and those of other sites get the shim', async () => {
  const heldBack = createHeldBack(1_000);
  const start = (site: string) => {
    const written: string[] = [];
    const filter = { write: (data) => void written.push(new TextDecoder().decode(data)) } as StreamFilter;
    const closed = new Promise<void>((resolve) => (filter.close = resolve));
    filterScript(filter, Promise.resolve(SHIM), site, heldBack);
    const send = (text: string): void => filter.ondata!({ data: new TextEncoder().encode(text).buffer });
    const end = async (): Promise<string> => (filter.onstop!(), await closed, written.join(''));
    return { send, end, written };
  };
  const flood = [1, 2, 3].map(() => start('https://flood.example'));
  const modest = start('https://modest.example');
  const [a, b] = [`/*${'a'.repeat(200)}*/`, `/*${'b'.repeat(200)}*/`];
  for (const { send } of flood) send(a);
  modest.send(a);
  expect([...flood, modest].flatMap(({ written }) => written)).toEqual([]);
  flood[0]!.send(b);

  expect(flood.map(({ written }) => written.join(''))).toEqual([a + b, a, a]);
  flood[1]!.send(b + MENTIONING);
  expect(await flood[1]!.end()).toBe(a + b + MENTIONING);
  modest.send(b + MENTIONING);
  expect(await modest.end()).toBe(SHIM + a + b + MENTIONING);
});

test('a load that fails holds nothing any more', async () => {
  const heldBack = createHeldBack(100);
  const write = vi.fn<StreamFilter['write']>();
  for (let n = 0; n < 10; n++) {
    const failing = { write } as Partial<StreamFilter> as StreamFilter;
    filterScript(failing, Promise.resolve(SHIM), 'https://a.example', heldBack);
    failing.ondata!({ data: new ArrayBuffer(90) });
    failing.onerror!();
  }
  expect(write).not.toHaveBeenCalled();
});
