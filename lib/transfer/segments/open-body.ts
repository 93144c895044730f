import type { Segment } from '../record-row';
import { Held, type HeldLimits } from './held';
import type { JobFolder, OpenSegment } from './segment-store';

/** Bytes. */
export interface OpenBodyLimits extends HeldLimits {
  /** More lie in the row as a Blob: a read of the row does not read them. */
  inlineSize: number;
}

/** A segment that nothing is added to any more. */
export interface Sealed {
  segment: Segment;
  /** Resolves when a row may name it. Rejects where its bytes could not be brought to the disk, and its file is gone. */
  onDisk: Promise<void>;
}

/** The end of a body that is being received: bytes that no row names yet. */
export class OpenBody {
  readonly #folder: JobFolder;
  readonly #newName: (start: number) => string;
  #file: { name: string; segment: OpenSegment } | null = null;
  /** Bytes held back while they may prove few enough to lie in the row. */
  #held: Held;
  /** A file is on its way that is named after where the held bytes begin. */
  #creating = false;
  readonly #limits: OpenBodyLimits;

  /** @param newName of a file that begins there in the body */
  constructor(folder: JobFolder, newName: (start: number) => string, limits: OpenBodyLimits) {
    this.#folder = folder;
    this.#newName = newName;
    this.#limits = limits;
    this.#held = new Held(limits);
  }

  get length(): number {
    return this.#held.size + (this.#file?.segment.size ?? 0);
  }

  /** Bytes in the open file. */
  get fileSize(): number {
    return this.#file?.segment.size ?? 0;
  }

  /**
   * @param start where in the body these open bytes begin
   * @param hold how many bytes may be held back, at most `most`; 0: none. Throws OutOfSpace, with no more and no fewer bytes than before.
   */
  async append(bytes: Uint8Array<ArrayBuffer>, start: number, hold: number): Promise<void> {
    if (this.#file === null && this.length + bytes.byteLength <= hold) {
      // The bytes are the caller's.
      this.#held.add(bytes);
      return;
    }
    this.#creating = true;
    try {
      this.#file ??= await this.#begin(this.#newName(start));
      this.#file.segment.write(bytes);
    } finally {
      this.#creating = false;
    }
  }

  /** Closes what is open; null where nothing is, or where a file for it is being made. */
  seal(): Sealed | null {
    if (this.#creating) return null;
    if (this.#held.size > 0) {
      const held = this.#takeHeld();
      const { size } = held;
      const bytes = size > this.#limits.inlineSize ? new Blob([...held.pieces]) : concatenate(held);
      held.recycle();
      // Nothing but a body's beginning is held back.
      return { segment: { name: this.#newName(0), size, bytes }, onDisk: Promise.resolve() };
    }
    if (this.#file === null) return null;
    const { name, segment } = this.#file;
    this.#file = null;
    const onDisk = segment.seal().catch(async (error: unknown) => {
      await this.#folder.remove(name);
      throw error;
    });
    return { segment: { name, size: segment.size }, onDisk };
  }

  /** What is held back: something else once it is not any more. */
  get held(): Held {
    return this.#held;
  }

  /** Bytes of that, if they stay: not while the file is made that they go into. */
  get heldSize(): number {
    return this.#creating ? 0 : this.#held.size;
  }

  /** Somebody else has what was held back, and reads it no more. */
  dropHeld(): void {
    this.#takeHeld().recycle();
  }

  /** Throws it away. */
  abandon(): void {
    // Not to be recycled: it may be on its way to the shelf.
    this.#takeHeld();
    if (this.#file === null) return;
    const { name, segment } = this.#file;
    this.#file = null;
    segment.abandon();
    void this.#folder.remove(name);
  }

  /** A file with what was held back, which stays where it was if the file finds no room. */
  async #begin(name: string): Promise<{ name: string; segment: OpenSegment }> {
    const segment = await this.#folder.create(name);
    try {
      for (const bytes of this.#held.pieces) segment.write(bytes);
    } catch (error) {
      segment.abandon();
      void this.#folder.remove(name);
      throw error;
    }
    this.dropHeld();
    return { name, segment };
  }

  #takeHeld(): Held {
    const held = this.#held;
    this.#held = new Held(this.#limits);
    return held;
  }
}

const concatenate = ({ pieces, size }: Held): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(size);
  let end = 0;
  for (const bytes of pieces) {
    all.set(bytes, end);
    end += bytes.byteLength;
  }
  return all;
};
