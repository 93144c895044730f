import { expect, test, vi } from 'vitest';
import { FetchAsError, type FetchAs, type FetchClient } from '../../fetch-as/types';
import { answer } from '../engine.mocks';
import { loadIcon, type Draw } from './load-icon';

const client: FetchClient = { origin: 'https://a.example', url: 'https://a.example/', referrerPolicy: '', connectsAnywhere: false };
const head = (width: number, height: number): Uint8Array<ArrayBuffer> => {
  const bytes = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0, 0, 0, 0, 0, 0, 8, 6, 0, 0, 0]);
  new DataView(bytes.buffer).setUint32(16, width);
  new DataView(bytes.buffer).setUint32(20, height);
  return bytes;
};
const icon = head(128, 128);

const load = (src: string, { fetchAs, draw = async (_image, side) => new Uint8Array(side) }: { fetchAs?: FetchAs; draw?: Draw } = {}) => {
  const fetched = vi.fn<FetchAs>(fetchAs ?? (async () => answer(200, [], [icon])));
  const drawn = vi.fn<Draw>(draw);
  const released = vi.fn<() => void>();
  const result = loadIcon(src, client, { fetchAs: fetched, draw: drawn, slot: async () => released });
  return { result, fetched, drawn, released };
};

test('an icon is fetched as the site and shown as a PNG of ours', async () => {
  const { result, fetched, drawn, released } = load('https://a.example/icon');
  expect(await result).toBe(`data:image/png;base64,${btoa('\0'.repeat(96))}`);
  expect(fetched.mock.calls[0]!.slice(0, 2)).toMatchObject([{ url: 'https://a.example/icon', mode: 'cors', credentials: 'same-origin' }, client]);
  expect(drawn.mock.calls[0]![0].type).toBe('image/png');
  expect(released).toHaveBeenCalledOnce();
});

test('a picture that stays large is drawn smaller', async () => {
  const { result, drawn } = load('https://a.example/icon', { draw: async (_image, side) => new Uint8Array(side > 48 ? 20_000 : 1) });
  expect(await result).not.toBeNull();
  expect(drawn.mock.calls.map(([, side]) => side)).toEqual([96, 64, 48]);
});

test('an icon in its own URL needs no request', async () => {
  const { result, fetched } = load(`data:text/html;base64,${btoa(String.fromCharCode(...icon))}`);
  expect(await result).toMatch(/^data:image\/png/);
  expect(fetched).not.toHaveBeenCalled();
});

const refused: FetchAs = async () => {
  throw new FetchAsError('refused', '');
};
const endless: FetchAs = async () =>
  answer(
    200,
    [],
    Array.from({ length: 5_000 }, () => new Uint8Array(1024)),
  );

test.each([
  ['one that the page could not fetch', refused],
  ['an error page', async () => answer(404, [], [icon])],
  ['a script', async () => answer(200, [], [new TextEncoder().encode('<svg onload="alert(1)"/>')])],
  ['one too many pixels wide', async () => answer(200, [], [head(2049, 1)])],
  ['one too many pixels high', async () => answer(200, [], [head(1, 0xffff_ffff)])],
  ['one that never ends', endless],
  ['one that breaks off', async () => answer(200, [], [icon, new Error('reset')])],
] as [string, FetchAs][])('no icon: %s', async (_what, fetchAs) => {
  const { result, drawn, released } = load('https://a.example/icon', { fetchAs });
  expect(await result).toBeNull();
  expect(drawn).not.toHaveBeenCalled();
  expect(released).toHaveBeenCalledOnce();
});

test('no icon: one that cannot be decoded', async () => {
  const { result } = load('https://a.example/icon', { draw: () => Promise.reject(new DOMException('', 'InvalidStateError')) });
  expect(await result).toBeNull();
});

test('no icon: one whose server falls silent, and its time is limited', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const timeout = vi.spyOn(AbortSignal, 'timeout').mockImplementation((time) => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), time);
    return controller.signal;
  });
  const { result, released } = load('https://a.example/icon', { fetchAs: () => new Promise(() => {}) });
  await vi.advanceTimersByTimeAsync(20_000);
  expect(await result).toBeNull();
  expect(released).toHaveBeenCalledOnce();
  timeout.mockRestore();
  vi.useRealTimers();
});
