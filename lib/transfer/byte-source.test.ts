import { expect, test } from 'vitest';
import { openByteSource } from './byte-source';
import { LIMITS } from './limits';
import { testClock } from './clock.mocks';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const limits = { ...LIMITS, readSize: 1000, firstReadSize: 100 };

type Controller = ReadableByteStreamController | ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>;

/** A line that bytes are put on by hand. */
const line = (type: 'bytes' | undefined, length: number | null = null, more: Partial<typeof LIMITS> = {}) => {
  let controller!: Controller;
  const start = (given: Controller): void => void (controller = given);
  const body = (type ? new ReadableStream({ type, start }) : new ReadableStream({ start })) as ReadableStream<Uint8Array<ArrayBuffer>>;
  const clock = testClock();
  const stop = new AbortController();
  const source = openByteSource(body, length, stop.signal, clock, { ...limits, ...more });
  const pieces: number[] = [];
  const ended = (async () => {
    for (;;) {
      const bytes = await source.read();
      if (bytes === null) return;
      pieces.push(bytes.byteLength);
    }
  })();
  ended.catch(() => {});
  return {
    pieces,
    ended,
    stop,
    put: async (length: number, time = 0) => {
      await clock.advance(time);
      controller.enqueue(new Uint8Array(length) as never);
      await turn();
    },
    close: () => {
      controller.close();
      if ('byobRequest' in controller) controller.byobRequest?.respond(0);
    },
    error: () => controller.error(new Error('reset')),
  };
};

test.each(['bytes', undefined] as const)('on a slow line every byte is told as it comes (stream type %s)', async (type) => {
  const { put, pieces, close, ended } = line(type);
  await put(10);
  for (let i = 0; i < 6; i++) await put(10, 200);
  // The first read seemed fast, so the second waited for more; from then on nothing waits.
  expect(pieces).toEqual([10, 40, 10, 10]);
  close();
  await ended;
});

test.each(['bytes', undefined] as const)('on a fast line reads grow to their full size (stream type %s)', async (type) => {
  const { put, pieces, close, ended } = line(type);
  for (let i = 0; i < 60; i++) await put(100);
  close();
  await ended;
  expect(pieces.slice(0, 4)).toEqual([100, 400, 1000, 1000]);
  expect(pieces.reduce((sum, size) => sum + size)).toBe(6000);
});

test.each(['bytes', undefined] as const)('the last bytes come although the read waits for more (stream type %s)', async (type) => {
  const { put, pieces, close, ended } = line(type);
  await put(100);
  await put(37);
  close();
  await ended;
  expect(pieces).toEqual([100, 37]);
});

test('bytes before an error are given before it', async () => {
  const { put, pieces, error, ended } = line(undefined);
  await put(100);
  await put(37);
  error();
  await expect(ended).rejects.toThrow('reset');
  expect(pieces).toEqual([100, 37]);
});

test.each(['bytes', undefined] as const)('a stop ends a read that waits (stream type %s)', async (type) => {
  const { put, stop, ended } = line(type);
  await put(10);
  stop.abort();
  await ended;
});

test.each(['bytes', undefined] as const)('a server that falls silent keeps no more than `readLeast` from being told (stream type %s)', async (type) => {
  const { put, pieces, close, ended } = line(type, null, { readLeast: 50 });
  for (let i = 0; i < 20; i++) await put(100);
  // Each of these would be a small part of a full read.
  const told = (): number => pieces.reduce((sum, length) => sum + length, 0);
  expect(told()).toBe(2000);
  await put(60);
  expect(told()).toBe(2060);
  close();
  await ended;
});
