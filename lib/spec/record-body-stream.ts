import type { BodyChunk } from '../protocol/site';
import { ask } from './errors';
import { Blob, DOMException, ReadableStream, TypeError } from './intrinsics';

/** Why a record's response or body cannot be had. https://wicg.github.io/background-fetch/#create-settled-fetches-algorithm */
export const createRecordException = (failed: 'aborted' | 'error'): TypeError | DOMException =>
  failed === 'aborted'
    ? new DOMException('The background fetch was aborted.', 'AbortError')
    : new TypeError('The response of this record is not available.');

/**
 * The body of a record that is still downloading. Pulls only what is read; each chunk owns its whole ArrayBuffer, as those of a network response do.
 * @param read asks for bytes from an offset on; answers when there are some, or when there will be no more
 */
export const recordBodyStream = (read: (offset: number) => Promise<BodyChunk>): ReadableStream<Uint8Array> => {
  /** Bytes asked for so far, and the reader of the piece they ended with: the browser cuts it into chunks (Chromium up to 2 MiB, Firefox 64 KiB). */
  let offset = 0;
  let piece: ReadableStreamDefaultReader<Uint8Array<ArrayBuffer>> | null = null;
  let end = false;

  /** The next bytes; null when there are no more. */
  const next = async (): Promise<Uint8Array<ArrayBuffer> | null> => {
    for (;;) {
      // The bytes may be removed under us: the site's data was cleared, or the background fetch is long over.
      const chunk = await piece?.read().catch(() => Promise.reject(createRecordException('error')));
      if (chunk?.value) return chunk.value;
      if (end) return null;
      const answer = await ask(() => read(offset));
      if ('failed' in answer) throw createRecordException(answer.failed);
      ({ end } = answer);
      const bytes = new Blob(answer.bytes);
      offset += bytes.size;
      piece = bytes.stream().getReader();
    }
  };

  return new ReadableStream(
    {
      type: 'bytes',
      async pull(controller) {
        const bytes = await next();
        if (bytes) {
          controller.enqueue(bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice());
          return;
        }
        controller.close();
        // A waiting BYOB read ends only so.
        controller.byobRequest?.respond(0);
      },
      cancel: () => piece?.cancel(),
    },
    { highWaterMark: 0 },
  );
};
