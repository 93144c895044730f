/** Where the bytes of records are put. On OPFS in the Worker (opfs-segment-store.ts), in memory in tests. */

import type { JobKey } from '../../protocol/background-fetch';

export interface SegmentStore {
  /** The folder of one job, made where it is missing. */
  open(job: JobKey): Promise<JobFolder>;
  /** Sees to it that rows find room when bodies do not (reserve.ts). Throws OutOfSpace. */
  keepReserve(): Promise<void>;
}

export interface JobFolder {
  /** Of every file, sealed or not. */
  names(): Promise<string[]>;
  /** Bytes; null where there is no such file. */
  size(name: string): Promise<number | null>;
  create(name: string): Promise<OpenSegment>;
  /** Seals a file that a dead Worker left open. Its bytes; null where it cannot be had. */
  adopt(name: string): Promise<number | null>;
  /** The whole file. */
  read(name: string): Promise<Blob>;
  /** Never rejects: what cannot go now (a dying Worker may still hold it) goes with the folder. */
  remove(name: string): Promise<void>;
}

/** A file that only its writer may touch. Nothing comes between two steps: each has done its part when it returns, but for the disk's. */
export interface OpenSegment {
  readonly size: number;
  /** Appends. Throws OutOfSpace. */
  write(bytes: Uint8Array<ArrayBuffer>): void;
  /**
   * Closes the file, which never changes again. Resolves when its bytes are on the disk, not only with the system. Rejects, with OutOfSpace among others,
   * where they cannot be brought there: then they are lost, although they may still be read.
   */
  seal(): Promise<void>;
  /** Lets go of the file without care for its bytes. */
  abandon(): void;
}

/** No room on the disk or in the quota. */
export class OutOfSpace extends Error {
  override readonly name = 'OutOfSpace';
}

/** https://storage.spec.whatwg.org/ : a full disk is told like a full quota, of files and of databases. */
export const asOutOfSpace = (error: unknown): unknown =>
  error instanceof Error && error.name === 'QuotaExceededError' ? new OutOfSpace('quota', { cause: error }) : error;
