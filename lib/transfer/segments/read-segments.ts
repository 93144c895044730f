import type { BodyPiece, JobKey } from '../../protocol/background-fetch';
import type { Segment } from '../record-row';
import { holding } from './holding';
import { jobFolder } from './paths';
import { hasPiece, pieceOf } from './piece-of';

/**
 * Sealed segments: `new Blob(pieces)` is the body so far. For any realm of the extension.
 * Rejects where one is missing or not as journalled.
 *
 * @param root asked for only where a segment is not in its row: for two thousand small records that alone took Chromium a second
 */
export const readSegments = async (root: () => Promise<FileSystemDirectoryHandle>, job: JobKey, segments: Segment[]): Promise<BodyPiece[]> => {
  const inFiles = segments.some(({ bytes }) => bytes === undefined);
  const folder = inFiles ? await jobFolder(await root(), job, false) : null;
  return Promise.all(
    segments.map(async (segment) => {
      const { name, size, bytes } = segment;
      if (bytes !== undefined) return bytes;
      const handle = await holding(folder!, (folder) => folder.getFileHandle(name));
      const file = await holding(handle, () => handle.getFile());
      if (!hasPiece(file.size, segment)) throw new Error(`segment ${name} has ${file.size} bytes, not ${size}`);
      return pieceOf(file, segment);
    }),
  );
};
