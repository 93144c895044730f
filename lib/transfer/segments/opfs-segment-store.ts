import { flushFile } from './flush-file';
import { holding } from './holding';
import { isNamed } from './is-named';
import { jobFolder } from './paths';
import { keepReserve } from './keep-reserve';
import type { JobFolder, OpenSegment, SegmentStore } from './segment-store';
import { asOutOfSpace, OutOfSpace } from './segment-store';

/** Brings what is in a closed file to the disk, without keeping anybody here from work. */
export type Flush = (file: FileSystemFileHandle) => Promise<void>;

/**
 * Segments in the origin private file system, written by sync access handles: only for dedicated Workers.
 * @param flush null: they are flushed here
 */
export const opfsSegmentStore = (root: () => Promise<FileSystemDirectoryHandle>, flush: Flush | null): SegmentStore => {
  let keeping: Promise<void> | null = null;
  return {
    open: async (job) => opfsJobFolder(await jobFolder(await root(), job, true), flush),
    // All jobs ask at once.
    keepReserve: () =>
      (keeping ??= root()
        .then(keepReserve)
        .finally(() => (keeping = null))),
  };
};

const opfsJobFolder = (folder: FileSystemDirectoryHandle, flush: Flush | null): JobFolder => {
  const find = (name: string, create = false): Promise<FileSystemFileHandle> => holding(folder, () => folder.getFileHandle(name, { create }));
  const read = async (name: string): Promise<File> => holding(await find(name), (file) => file.getFile());
  return {
    names: async () => {
      const names: string[] = [];
      await holding(folder.keys(), async (keys) => {
        for await (const name of keys) names.push(name);
      });
      return names;
    },
    size: async (name) => {
      try {
        return (await read(name)).size;
      } catch (error) {
        if (isNamed(error, 'NotFoundError')) return null;
        throw error;
      }
    },
    create: async (name) => {
      try {
        const file = await find(name, true);
        return openSegment(await holding(file, () => file.createSyncAccessHandle()), flush && (() => flush(file)));
      } catch (error) {
        throw asOutOfSpace(error);
      }
    },
    adopt: async (name) => {
      try {
        return await flushFile(await find(name));
      } catch {
        return null;
      }
    },
    read,
    remove: (name) => holding(folder, () => folder.removeEntry(name)).catch(() => {}),
  };
};

const openSegment = (handle: FileSystemSyncAccessHandle, flushElsewhere: (() => Promise<void>) | null): OpenSegment => {
  let size = 0;
  return {
    get size() {
      return size;
    },
    write: (bytes) => {
      try {
        for (let written = 0; written < bytes.byteLength; ) {
          const step = handle.write(bytes.subarray(written), { at: size + written });
          if (step === 0) throw new OutOfSpace('a write that wrote nothing');
          written += step;
        }
      } catch (error) {
        // What was written in part must not make the file longer than its record says.
        handle.truncate(size);
        throw asOutOfSpace(error);
      }
      size += bytes.byteLength;
    },
    seal: async () => {
      if (flushElsewhere !== null) {
        handle.close();
        return flushElsewhere();
      }
      try {
        handle.flush();
      } catch (error) {
        throw asOutOfSpace(error);
      } finally {
        handle.close();
      }
    },
    abandon: () => handle.close(),
  };
};
