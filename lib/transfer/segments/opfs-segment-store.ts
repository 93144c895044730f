import { holding } from './holding';
import { jobFolder } from './paths';
import { keepReserve } from './keep-reserve';
import type { JobFolder, OpenSegment, SegmentStore } from './segment-store';
import { asOutOfSpace, OutOfSpace } from './segment-store';

/** Segments in the origin private file system, written by sync access handles: only for dedicated Workers. */
export const opfsSegmentStore = (root: () => Promise<FileSystemDirectoryHandle>): SegmentStore => {
  let keeping: Promise<void> | null = null;
  return {
    open: async (job) => opfsJobFolder(await jobFolder(await root(), job, true)),
    // All jobs ask at once.
    keepReserve: () =>
      (keeping ??= root()
        .then(keepReserve)
        .finally(() => (keeping = null))),
  };
};

const opfsJobFolder = (folder: FileSystemDirectoryHandle): JobFolder => {
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
        return openSegment(await holding(await find(name, true), (file) => file.createSyncAccessHandle()));
      } catch (error) {
        throw asOutOfSpace(error);
      }
    },
    adopt: async (name) => {
      try {
        const handle = await lock(await find(name));
        try {
          handle.flush();
          return handle.getSize();
        } finally {
          handle.close();
        }
      } catch {
        return null;
      }
    },
    read,
    remove: (name) => holding(folder, () => folder.removeEntry(name)).catch(() => {}),
  };
};

/** Milliseconds between two tries at a file that a dying Worker may hold, and how many there are. */
const LOCK_PAUSE = 100;
const LOCK_TRIES = 10;

const lock = async (file: FileSystemFileHandle): Promise<FileSystemSyncAccessHandle> => {
  for (let tries = 1; ; tries++) {
    try {
      return await holding(file, () => file.createSyncAccessHandle());
    } catch (error) {
      if (tries === LOCK_TRIES || !isNamed(error, 'NoModificationAllowedError')) throw error;
      await new Promise((resolve) => setTimeout(resolve, LOCK_PAUSE));
    }
  }
};

const openSegment = (handle: FileSystemSyncAccessHandle): OpenSegment => {
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
    seal: () => {
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

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;
