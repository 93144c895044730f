import { afterEach, expect, test, vi } from 'vitest';
import { openByteSource, type ByteSource } from './byte-source';
import { LIMITS } from './limits';
import { testClock } from './clock.mocks';

afterEach(() => void vi.restoreAllMocks());

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

const open = (limits: typeof LIMITS, ...chunks: (Uint8Array<ArrayBuffer> | Error)[]): ByteSource => {
  const pull = (controller: ReadableByteStreamController): void => {
    const next = chunks.shift();
    if (next instanceof Error) controller.error(next);
    else if (next) controller.enqueue(next);
    else {
      controller.close();
      controller.byobRequest?.respond(0);
    }
  };
  const body = new ReadableStream({ type: 'bytes', pull }) as ReadableStream<Uint8Array<ArrayBuffer>>;
  return openByteSource(body, null, new AbortController().signal, testClock(), limits);
};

test('a body is read into the buffer of one that is over, and never into that of one that is not', async () => {
  // A size of its own: what other tests left is not taken.
  const own = { ...limits, readSize: 777 };
  const first = open(own, Uint8Array.of(1, 2, 3), Uint8Array.of(4));
  const second = open(own, Uint8Array.of(5, 6, 7));
  const firstBytes = (await first.read())!;
  const secondBytes = (await second.read())!;
  expect([...firstBytes, ...secondBytes]).toEqual([1, 2, 3, 5, 6, 7]);
  expect(firstBytes.buffer).not.toBe(secondBytes.buffer);

  second.release();
  // To release it twice gives no buffer to two bodies.
  second.release();
  const [third, fourth] = [open(own, Uint8Array.of(8, 9)), open(own, Uint8Array.of(10))];
  const [thirdBytes, fourthBytes] = [(await third.read())!, (await fourth.read())!];
  expect([...firstBytes, ...thirdBytes, ...fourthBytes]).toEqual([1, 2, 3, 8, 9, 10]);
  expect(await second.read()).toBeNull();
});

test('memory: each body has the buffer of the one before it, whether that ended, failed, or was left', async () => {
  const own = { ...limits, readSize: 778 };
  const made = vi.spyOn(globalThis, 'ArrayBuffer');
  const read = async (...chunks: (Uint8Array<ArrayBuffer> | Error)[]): Promise<void> => {
    const source = open(own, ...chunks);
    await source.read();
    await source.read().catch(() => {});
    source.release();
  };
  await read(Uint8Array.of(1));
  await read(Uint8Array.of(1), Uint8Array.of(2), Uint8Array.of(3));
  await read();
  expect(made.mock.calls.filter(([size]) => size === 778)).toHaveLength(1);
  // A stream that errors keeps what it was to read into.
  await read(Uint8Array.of(1), new Error('reset'));
  await read(Uint8Array.of(1));
  expect(made.mock.calls.filter(([size]) => size === 778)).toHaveLength(2);
});
