import { inBatches } from '../../wire/in-batches';
import type { Segment } from '../record-row';
import { parseShelfName, shelfName } from './paths';
import type { JobFolder } from './segment-store';

/** Small bodies, each of them whole or the beginning of one, in files that several records share: making, closing and syncing a file takes longer than writing one. */
export interface Shelf {
  /** Resolves when the bytes are on the disk. Rejects, with OutOfSpace among others, with nothing of them left. */
  put(pieces: readonly Uint8Array<ArrayBuffer>[]): Promise<Segment>;
  /** Bytes on their way to the disk: they lie in memory. */
  readonly waiting: number;
}

/** @param names of all files in the folder: a left-over may still be locked by a Worker that is only just dying */
export const createShelf = (folder: JobFolder, session: string, names: string[]): Shelf => {
  let number = Math.max(-1, ...names.map((name) => parseShelfName(name) ?? -1)) + 1;
  let waiting = 0;

  const write = inBatches(async (bodies: (readonly Uint8Array<ArrayBuffer>[])[]): Promise<Segment[]> => {
    const name = shelfName(number++, session);
    const file = await folder.create(name);
    try {
      const segments = bodies.map((pieces): Segment => {
        const at = file.size;
        for (const bytes of pieces) file.write(bytes);
        return { name, at, size: file.size - at };
      });
      await file.seal();
      return segments;
    } catch (error) {
      file.abandon();
      await folder.remove(name);
      throw error;
    }
  });

  return {
    put: async (pieces) => {
      const size = pieces.reduce((sum, { byteLength }) => sum + byteLength, 0);
      waiting += size;
      try {
        return await write(pieces);
      } finally {
        waiting -= size;
      }
    },
    get waiting() {
      return waiting;
    },
  };
};
