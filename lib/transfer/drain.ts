import { openByteSource } from './byte-source';
import type { Clock } from './clock';
import type { Limits } from './limits';
import type { RecordWriter } from './record-writer';
import type { Watch } from './watch';

/** The download total would have been exceeded. */
export class DownloadTotalExceeded extends Error {
  override readonly name = 'DownloadTotalExceeded';
}

/** The response's stream errored, or was given up for its silence. */
export class StreamErrored extends Error {
  override readonly name = 'StreamErrored';
}

interface Parts {
  writer: RecordWriter;
  clock: Clock;
  limits: Limits;
  watch: Watch;
  /** Milliseconds without a byte before the stream is given up; null: never. */
  stall: number | null;
}

/** "Whenever one or more bytes are transmitted from stream": stores them until the stream is done. Returns their count. Rejects with StreamErrored, DownloadTotalExceeded, or as RecordWriter.append does. */
export const drain = async (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  expected: number | null,
  { writer, clock, limits, watch, stall }: Parts,
): Promise<number> => {
  const source = openByteSource(body, expected, watch.signal, clock, limits);
  let received = 0;
  for (;;) {
    watch.expect(stall);
    const bytes = await source.read().catch((cause: unknown) => {
      throw new StreamErrored('stream errored', { cause });
    });
    watch.expect(null);
    // A stream that somebody has wrapped may close instead.
    if (watch.signal.aborted) throw new StreamErrored('given up', { cause: watch.signal.reason });
    if (bytes === null) return received;
    if (!(await writer.append(bytes))) throw new DownloadTotalExceeded();
    received += bytes.byteLength;
  }
};
