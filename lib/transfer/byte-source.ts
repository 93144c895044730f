import { giveBuffer, takeBuffer } from './buffers';
import type { Clock } from './clock';
import type { Limits } from './limits';

/** A body in pieces that are worth a write each. */
export interface ByteSource {
  /** Null at the end. The bytes are the caller's until the next call. Rejects as the stream errors. */
  read(): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Ends the stream: nobody wants more of it. */
  cancel(): void;
  /** Nobody uses the bytes of the last call any more, and nothing is read after that. */
  release(): void;
}

type Body = ReadableStream<Uint8Array<ArrayBuffer>>;
/** Reads at least `least` bytes, if that many come, and at most `size`. */
type Read = (least: number, size: number) => Promise<Uint8Array<ArrayBuffer> | null>;

/**
 * Must not let a read wait for a full buffer on a slow line: progress would stutter, a stall would be seen where there is none, and all that the
 * buffer holds is lost with the connection. So each read asks for what the last one's speed brings within `readTime`, and for no more than four
 * times as much as it brought: the first bytes of an answer always seem to come fast. A server that falls silent leaves at most `readLeast` unread.
 * @param length of the body, where known
 */
export const openByteSource = (body: Body, length: number | null, signal: AbortSignal, clock: Clock, limits: Limits): ByteSource => {
  const { reader, read, release } = byobSource(body, limits.readSize) ?? chunkSource(body);
  const cancel = (): void => void reader.cancel(signal.reason).catch(() => {});
  signal.addEventListener('abort', cancel, { once: true });
  let size = Math.max(1, Math.min(limits.readSize, length ?? limits.firstReadSize));
  let least = 1;
  return {
    cancel,
    release,
    read: async () => {
      const start = clock.now();
      const bytes = await read(least, size);
      if (bytes === null) return null;
      const time = Math.max(1, clock.now() - start);
      if (bytes.byteLength === size) size = Math.min(limits.readSize, 4 * size);
      const expected = Math.min(4, limits.readTime / time) * bytes.byteLength;
      least = Math.max(1, Math.min(limits.readLeast, size, Math.floor(expected)));
      return bytes;
    },
  };
};

interface Source {
  reader: ReadableStreamDefaultReader | ReadableStreamBYOBReader;
  read: Read;
  release: () => void;
}

const byobSource = (body: Body, readSize: number): Source | null => {
  let reader: ReadableStreamBYOBReader;
  try {
    reader = body.getReader({ mode: 'byob' });
  } catch {
    // Not a byte stream here.
    return null;
  }
  /** Null while the stream has it; it keeps that of a read that fails. */
  let buffer: ArrayBuffer | null = takeBuffer(readSize);
  let ended = false;
  const read: Read = async (min, size) => {
    if (ended || buffer === null) return null;
    const view = new Uint8Array(buffer, 0, size);
    buffer = null;
    const { value, done } = await reader.read(view, { min });
    ended = done;
    buffer = value?.buffer ?? null;
    // A stream that closes before `min` gives its last bytes together with `done`.
    return value && value.byteLength > 0 ? value : null;
  };
  const release = (): void => {
    if (buffer !== null) giveBuffer(buffer);
    buffer = null;
  };
  return { reader, read, release };
};

const chunkSource = (body: Body): Source => {
  const reader = body.getReader();
  let buffer = new Uint8Array(0);
  let rest: Uint8Array<ArrayBuffer> | null = null;
  let failure: { cause: unknown } | null = null;
  const read: Read = async (least, size) => {
    if (buffer.byteLength !== size) buffer = new Uint8Array(size);
    let filled = 0;
    while (filled < least) {
      if (failure !== null) throw failure.cause;
      if (rest === null) {
        try {
          const { value, done } = await reader.read();
          if (done) break;
          rest = value;
        } catch (cause) {
          failure = { cause };
          // What came before the error is good.
          if (filled > 0) break;
          continue;
        }
      }
      const fitting: Uint8Array<ArrayBuffer> = rest.subarray(0, size - filled);
      buffer.set(fitting, filled);
      filled += fitting.byteLength;
      rest = fitting.byteLength < rest.byteLength ? rest.subarray(fitting.byteLength) : null;
    }
    return filled === 0 ? null : buffer.subarray(0, filled);
  };
  return { reader, read, release: () => {} };
};
