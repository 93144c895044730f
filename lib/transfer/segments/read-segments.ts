import type { BodyPiece, JobKey } from '../../protocol/background-fetch';
import type { Segment } from '../record-row';
import { holding } from './holding';
import { jobFolder } from './paths';
import { hasPiece, pieceOf } from './piece-of';

/**
 * Reads sealed segments of a job: `new Blob(pieces)` is the body so far. For any realm of the extension.
 * Rejects where one is missing or not as journalled.
 */
export type ReadSegments = (segments: Segment[]) => Promise<BodyPiece[]>;

/**
 * Its folder, and each file, is opened once: records share files. For 100 of them it took Chromium 65 ms to open each for itself.
 * @param root asked for only where a segment is not in its row: for two thousand small records that alone took Chromium a second
 */
export const segmentReader = (root: () => Promise<FileSystemDirectoryHandle>, job: JobKey): ReadSegments => {
  let folder: Promise<FileSystemDirectoryHandle> | null = null;
  const files = new Map<string, Promise<File>>();

  const openFile = async (name: string): Promise<File> => {
    folder ??= root().then((root) => jobFolder(root, job, false));
    const handle = await holding(await folder, (folder) => folder.getFileHandle(name));
    return holding(handle, () => handle.getFile());
  };
  const fileOf = (name: string): Promise<File> => {
    const file = files.get(name) ?? openFile(name);
    files.set(name, file);
    return file;
  };

  return (segments) =>
    Promise.all(
      segments.map(async (segment) => {
        const { name, size, bytes } = segment;
        if (bytes !== undefined) return bytes;
        const file = await fileOf(name);
        if (!hasPiece(file.size, segment)) throw new Error(`segment ${name} has ${file.size} bytes, not ${size}`);
        return pieceOf(file, segment);
      }),
    );
};
