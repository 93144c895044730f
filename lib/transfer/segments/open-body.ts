import type { Segment } from '../record-row';
import type { JobFolder, OpenSegment } from './segment-store';

/** The end of a body that is being received: bytes that no row names yet. */
export class OpenBody {
  readonly #folder: JobFolder;
  readonly #newName: (start: number) => string;
  #file: { name: string; segment: OpenSegment } | null = null;
  /** Bytes held back while they may prove few enough to lie in the row. */
  #held: Uint8Array<ArrayBuffer> | null = null;

  /** @param newName of a file that begins there in the body */
  constructor(folder: JobFolder, newName: (start: number) => string) {
    this.#folder = folder;
    this.#newName = newName;
  }

  get length(): number {
    return (this.#held?.byteLength ?? 0) + (this.#file?.segment.size ?? 0);
  }

  /** Bytes in the open file. */
  get fileSize(): number {
    return this.#file?.segment.size ?? 0;
  }

  /**
   * @param start where in the body these open bytes begin
   * @param inline how many bytes may be held back; 0: none. Throws OutOfSpace, with no more and no fewer bytes than before.
   */
  async append(bytes: Uint8Array<ArrayBuffer>, start: number, inline: number): Promise<void> {
    if (this.#file === null && this.length + bytes.byteLength <= inline) {
      this.#held = concatenate(this.#held, bytes);
      return;
    }
    if (this.#file === null) {
      const name = this.#newName(start);
      const segment = await this.#folder.create(name);
      this.#file = { name, segment };
    }
    const { segment } = this.#file;
    // Sealed meanwhile, or else they come first.
    if (this.#held !== null) segment.write(this.#held);
    this.#held = null;
    segment.write(bytes);
  }

  /** Closes what is open, on the disk; null where nothing is. Throws OutOfSpace, with all of it lost. */
  seal(): Segment | null {
    if (this.#held !== null) {
      const bytes = this.#held;
      this.#held = null;
      // Nothing but a body's beginning is held back.
      return { name: this.#newName(0), size: bytes.byteLength, bytes };
    }
    if (this.#file === null) return null;
    const { name, segment } = this.#file;
    this.#file = null;
    try {
      segment.seal();
    } catch (error) {
      void this.#folder.remove(name);
      throw error;
    }
    return { name, size: segment.size };
  }

  /** Throws it away. */
  abandon(): void {
    this.#held = null;
    if (this.#file === null) return;
    const { name, segment } = this.#file;
    this.#file = null;
    segment.abandon();
    void this.#folder.remove(name);
  }
}

const concatenate = (held: Uint8Array<ArrayBuffer> | null, bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> => {
  const all = new Uint8Array((held?.byteLength ?? 0) + bytes.byteLength);
  if (held !== null) all.set(held);
  all.set(bytes, all.byteLength - bytes.byteLength);
  return all;
};
