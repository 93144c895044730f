import { openByteSource } from './byte-source';
import type { Clock } from './clock';
import type { Limits } from './limits';
import type { RecordWriter } from './record-writer';
import type { Span } from './segments/span';
import type { Throttle } from './throttle';
import type { Watch } from './watch';

/** The download total would have been exceeded. */
export class DownloadTotalExceeded extends Error {
  override readonly name = 'DownloadTotalExceeded';
}

/** The response's stream errored, or was given up for its silence. */
export class StreamErrored extends Error {
  override readonly name = 'StreamErrored';
}

/** Bytes stored; `cut`: there may be more of the stream, and nobody wants it. */
export interface Drained {
  received: number;
  cut: boolean;
}

export interface SoFar {
  /** Bytes, stored or not. */
  read: number;
  /** Milliseconds that it has taken to store those that are. */
  storing: number;
}

interface Parts {
  writer: Pick<RecordWriter, 'append'>;
  /** Where the bytes belong; by default to the beginning. */
  span?: Span;
  /** How many bytes are still wanted beside those that are stored; may become fewer. Asked before bytes are stored, and after. */
  room?: (soFar: SoFar) => number;
  throttle: Throttle;
  clock: Clock;
  limits: Limits;
  watch: Watch;
  /** Milliseconds without a byte before the stream is given up; null: never. */
  stall: number | null;
}

/**
 * "Whenever one or more bytes are transmitted from stream": stores them until the stream is done or nothing more is wanted. Rejects with StreamErrored,
 * DownloadTotalExceeded, or as RecordWriter.append does.
 */
export const drain = async (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  expected: number | null,
  { writer, span, room = () => Infinity, throttle, clock, limits, watch, stall }: Parts,
): Promise<Drained> => {
  const source = openByteSource(body, expected, watch.signal, clock, limits);
  let received = 0;
  let storing = 0;
  try {
    for (;;) {
      watch.expect(stall);
      const bytes = await source.read().catch((cause: unknown) => {
        throw new StreamErrored('stream errored', { cause });
      });
      watch.expect(null);
      // A stream that somebody has wrapped may close instead.
      if (watch.signal.aborted) throw new StreamErrored('given up', { cause: watch.signal.reason });
      if (bytes === null) return { received, cut: false };
      const left = room({ read: received + bytes.byteLength, storing });
      const wanted = bytes.subarray(0, Math.max(0, left));
      // Before the bytes are stored, while which the browser would read on.
      if (left <= bytes.byteLength) source.cancel();
      const since = clock.now();
      if (wanted.byteLength > 0 && !(await writer.append(wanted, span))) throw new DownloadTotalExceeded();
      received += wanted.byteLength;
      storing += clock.now() - since;
      const cut = room({ read: received, storing }) <= 0;
      if (cut) source.cancel();
      await throttle.pass(wanted.byteLength, watch.signal).catch((cause: unknown) => {
        throw new StreamErrored('given up', { cause });
      });
      if (cut) return { received, cut };
    }
  } finally {
    source.release();
  }
};
