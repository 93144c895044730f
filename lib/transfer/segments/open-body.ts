import type { Segment } from '../record-row';
import type { JobFolder, OpenSegment } from './segment-store';

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
  #held: Uint8Array<ArrayBuffer>[] = [];
  #heldSize = 0;
  /** A file is on its way that is named after where the held bytes begin. */
  #creating = false;
  /** More lie in the row as a Blob: a read of the row does not read them. */
  readonly #inlineSize: number;

  /** @param newName of a file that begins there in the body */
  constructor(folder: JobFolder, newName: (start: number) => string, inlineSize: number) {
    this.#folder = folder;
    this.#newName = newName;
    this.#inlineSize = inlineSize;
  }

  get length(): number {
    return this.#heldSize + (this.#file?.segment.size ?? 0);
  }

  /** Bytes in the open file. */
  get fileSize(): number {
    return this.#file?.segment.size ?? 0;
  }

  /**
   * @param start where in the body these open bytes begin
   * @param hold how many bytes may be held back; 0: none. Throws OutOfSpace, with no more and no fewer bytes than before.
   */
  async append(bytes: Uint8Array<ArrayBuffer>, start: number, hold: number): Promise<void> {
    if (this.#file === null && this.length + bytes.byteLength <= hold) {
      // The bytes are the caller's.
      this.#held.push(bytes.slice());
      this.#heldSize += bytes.byteLength;
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
    if (this.#held.length > 0) {
      const size = this.#heldSize;
      const held = this.#takeHeld();
      // Nothing but a body's beginning is held back.
      const bytes = size > this.#inlineSize ? new Blob(held) : concatenate(held, size);
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

  /** What is held back: another array once it is not any more. */
  get held(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#held;
  }

  /** Bytes of that, if they stay: not while the file is made that they go into. */
  get heldSize(): number {
    return this.#creating ? 0 : this.#heldSize;
  }

  /** Somebody else has what was held back. */
  dropHeld(): void {
    this.#takeHeld();
  }

  /** Throws it away. */
  abandon(): void {
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
      for (const held of this.#held) segment.write(held);
    } catch (error) {
      segment.abandon();
      void this.#folder.remove(name);
      throw error;
    }
    this.#takeHeld();
    return { name, segment };
  }

  #takeHeld(): Uint8Array<ArrayBuffer>[] {
    const held = this.#held;
    this.#held = [];
    this.#heldSize = 0;
    return held;
  }
}

const concatenate = (held: Uint8Array<ArrayBuffer>[], size: number): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array(size);
  let end = 0;
  for (const bytes of held) {
    all.set(bytes, end);
    end += bytes.byteLength;
  }
  return all;
};
