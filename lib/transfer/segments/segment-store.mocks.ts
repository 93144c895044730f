import type { JobKey } from '../../protocol/background-fetch';
import { OutOfSpace, type SegmentStore } from './segment-store';

/** The double of OPFS for tests: what is written is there at once, as after the death of a process. */
export interface MemorySegmentStore extends SegmentStore {
  /** job → name → bytes. */
  readonly files: Map<JobKey, Map<string, Uint8Array<ArrayBuffer>>>;
  /** Files open now. */
  readonly openFiles: Set<string>;
  /** What is not on the disk is as long as it was, and empty. */
  cutPower(): void;
  /** How the disk takes a file that was closed: at once, if no test has it otherwise. */
  flush: (name: string) => Promise<void>;
  /** Bytes that fit in all. */
  room: number;
  /** Throws OutOfSpace. */
  keepReserve: () => Promise<void>;
}

export const memorySegmentStore = (room = Infinity): MemorySegmentStore => {
  const files: MemorySegmentStore['files'] = new Map();
  const openFiles = new Set<string>();
  const notOnDisk = new Set<string>();
  const used = (): number => [...files.values()].flatMap((folder) => [...folder.values()]).reduce((sum, bytes) => sum + bytes.byteLength, 0);
  const store: MemorySegmentStore = {
    files,
    openFiles,
    cutPower: () => {
      for (const folder of files.values()) for (const name of notOnDisk) if (folder.has(name)) folder.set(name, new Uint8Array(folder.get(name)!.byteLength));
      openFiles.clear();
      notOnDisk.clear();
    },
    flush: async () => {},
    room,
    keepReserve: async () => {},
    open: async (job) => {
      const folder = files.get(job) ?? new Map<string, Uint8Array<ArrayBuffer>>();
      files.set(job, folder);
      return {
        names: async () => [...folder.keys()],
        size: async (name) => folder.get(name)?.byteLength ?? null,
        create: async (name) => {
          if (folder.has(name)) throw new Error(`${name} is there already`);
          folder.set(name, new Uint8Array());
          openFiles.add(name);
          notOnDisk.add(name);
          return {
            get size() {
              return folder.get(name)!.byteLength;
            },
            write: (bytes) => {
              if (!openFiles.has(name)) throw new Error(`${name} is closed`);
              if (store.room !== Infinity && used() + bytes.byteLength > store.room) throw new OutOfSpace();
              folder.set(name, new Uint8Array([...folder.get(name)!, ...bytes]));
            },
            seal: async () => {
              openFiles.delete(name);
              await store.flush(name);
              notOnDisk.delete(name);
            },
            abandon: () => void openFiles.delete(name),
          };
        },
        adopt: async (name) => (openFiles.has(name) ? null : (folder.get(name)?.byteLength ?? null)),
        read: async (name) => new Blob([folder.get(name)!]),
        remove: async (name) => {
          if (!openFiles.has(name)) folder.delete(name);
        },
      };
    },
  };
  return store;
};
