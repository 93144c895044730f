import type { Segment } from '../record-row';
import type { OpenBody, Sealed } from './open-body';
import type { Shelf } from './shelf';

/** A run of bytes of a body: segments that are sealed, then what is being received. */
export class Span {
  /** Position of its first byte in the body. */
  readonly start: number;
  readonly #open: OpenBody;
  #segments: Segment[];
  #sealedLength: number;
  /** What was held back is on its way to the shelf, or has been. Never rejects. */
  #shelved: Promise<unknown> = Promise.resolve();

  constructor(start: number, segments: Segment[], open: OpenBody) {
    this.start = start;
    this.#segments = segments;
    this.#open = open;
    this.#sealedLength = sizeOf(segments);
  }

  /** Sealed ones, in order. */
  get segments(): Segment[] {
    return this.#segments;
  }

  /** Bytes, sealed or not. */
  get length(): number {
    return this.#sealedLength + this.#open.length;
  }

  /** Position after its last byte. */
  get end(): number {
    return this.start + this.length;
  }

  /** Bytes that are not sealed; in an open file. */
  get unsealed(): number {
    return this.#open.length;
  }

  get fileSize(): number {
    return this.#open.fileSize;
  }

  /** @param hold how many bytes may be held back where they begin a body. Throws OutOfSpace, with no more and no fewer bytes than before. */
  async append(bytes: Uint8Array<ArrayBuffer>, hold: number): Promise<void> {
    await this.#shelved;
    // Only a body's beginning may lie in the row, which must not grow with every seal.
    await this.#open.append(bytes, this.start + this.#sealedLength, this.start === 0 && this.#segments.length === 0 ? hold : 0);
  }

  /** Brings what is held back to the shelf, if that is more than `least` bytes. Rejects, with OutOfSpace among others, where that cannot be: it is held as before. False: there was nothing to bring. */
  shelve(shelf: Shelf, least: number): Promise<boolean> {
    const shelving = this.#shelved.then(async () => {
      const { held, heldSize } = this.#open;
      if (heldSize <= least) return false;
      const segment = await shelf.put(held.pieces);
      // Not if it was given up meanwhile.
      if (this.#open.held !== held) return false;
      this.#open.dropHeld();
      this.extend(segment);
      return true;
    });
    this.#shelved = shelving.catch(() => {});
    return shelving;
  }

  /** Resolves when nothing of it is on its way to the shelf. */
  get shelved(): Promise<unknown> {
    return this.#shelved;
  }

  /** Closes what is open, and goes on behind it; null where nothing is. */
  seal(): Sealed | null {
    const sealed = this.#open.seal();
    if (sealed !== null) this.extend(sealed.segment);
    return sealed;
  }

  /** Goes on with a sealed segment. */
  extend(segment: Segment): void {
    this.#segments = [...this.#segments, segment];
    this.#sealedLength += segment.size;
  }

  /** Goes on with a sealed span that begins where this sealed one ends. */
  adopt(next: Span): void {
    this.#segments = [...this.#segments, ...next.segments];
    this.#sealedLength += next.length;
  }

  /** Leaves it empty; returns the files it lay in. */
  takeAll(): Segment[] {
    this.#open.abandon();
    const segments = this.#segments;
    this.#segments = [];
    this.#sealedLength = 0;
    return segments;
  }

  /** Throws away what is not sealed. */
  abandon(): void {
    this.#open.abandon();
  }
}

/** Bytes. */
export const sizeOf = (segments: readonly Segment[]): number => segments.reduce((total, { size }) => total + size, 0);
