/** A site's icon, made into a small picture of our own: nothing of the site's bytes is ever shown. */

import { plainRequest } from '../../fetch-as/plain-request';
import type { FetchAs, FetchClient } from '../../fetch-as/types';
import { rasterImage } from './raster-image';

/** Bytes of the site's file. */
const LARGEST_FILE = 1024 * 1024;
/** Pixels of a side: 16 MiB when decoded. */
const LONGEST_SIDE = 2048;
/** Bytes of our PNG: the popup gets those of all jobs in one message. Noise of the last size is smaller in any case. */
const LARGEST_PICTURE = 12 * 1024;
/** Pixels of our PNG's longer side, tried in turn. */
const SIDES = [96, 64, 48];
/** Milliseconds. */
const TIME_LIMIT = 20_000;

/** Decodes the image and draws it, no larger than `side`, as a PNG. Rejects for what is no image. */
export type Draw = (image: Blob, side: number) => Promise<Uint8Array>;

const read = async (body: ReadableStream<Uint8Array<ArrayBuffer>>, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
  const reader = body.getReader();
  const stop = (): void => void reader.cancel().catch(() => {});
  signal.addEventListener('abort', stop);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  try {
    for (let size = 0; ; ) {
      const { value, done } = await reader.read();
      signal.throwIfAborted();
      if (done) return new Uint8Array(await new Blob(pieces).arrayBuffer());
      size += value.byteLength;
      if (size > LARGEST_FILE) throw new Error('too large');
      pieces.push(value);
    }
  } finally {
    signal.removeEventListener('abort', stop);
    stop();
  }
};

/** What a `data:` URL holds is the site's own; every other URL is fetched as its page would. */
const bytesOf = async (src: string, client: FetchClient, fetchAs: FetchAs, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> => {
  if (src.startsWith('data:')) return new Uint8Array(await (await fetch(src)).arrayBuffer());
  const { response, body } = await fetchAs(plainRequest(src), client, { signal });
  if (response.status === 200 && body !== null) return read(body, signal);
  void body?.cancel().catch(() => {});
  throw new Error(`status ${response.status}`);
};

const dataURL = (png: Uint8Array): string => `data:image/png;base64,${btoa(String.fromCharCode(...png))}`;

export interface IconParts {
  fetchAs: FetchAs;
  draw: Draw;
  /** Leave to use the network; resolves with its release. */
  slot: (host: string, signal: AbortSignal) => Promise<() => void>;
}

/** A `data:` URL of a PNG; null, never a rejection, when there is nothing that may be shown. */
export const loadIcon = async (src: string, client: FetchClient, { fetchAs, draw, slot }: IconParts): Promise<string | null> => {
  const release = await slot(new URL(src).host, new AbortController().signal);
  const signal = AbortSignal.timeout(TIME_LIMIT);
  try {
    const late = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    late.catch(() => {});
    const bytes = await Promise.race([bytesOf(src, client, fetchAs, signal), late]);
    const image = bytes.byteLength <= LARGEST_FILE ? rasterImage(bytes) : null;
    if (image === null || Math.max(image.width, image.height) > LONGEST_SIDE) return null;
    for (const side of SIDES) {
      const png = await draw(new Blob([bytes], { type: image.type }), side);
      if (png.byteLength <= LARGEST_PICTURE) return dataURL(png);
    }
    return null;
  } catch {
    return null;
  } finally {
    release();
  }
};
