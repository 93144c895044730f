import { giveBuffer, takeBuffer } from '../buffers';

/** Bytes. */
export interface HeldLimits {
  /** No more than these are cheaper in memory of their own. */
  few: number;
  /** No more are ever held. */
  most: number;
}

/** Bytes of a body held back in memory. Many lie in one buffer that others use after them: memory of their own took Chromium 1 ms for each MiB, for its pages. */
export class Held {
  readonly #pieces: Uint8Array<ArrayBuffer>[] = [];
  readonly #limits: HeldLimits;
  #buffer: ArrayBuffer | null = null;
  #size = 0;

  constructor(limits: HeldLimits) {
    this.#limits = limits;
  }

  get size(): number {
    return this.#size;
  }

  /** In order. Good until they are recycled. */
  get pieces(): readonly Uint8Array<ArrayBuffer>[] {
    return this.#pieces;
  }

  /** Copies them. */
  add(bytes: Uint8Array<ArrayBuffer>): void {
    this.#pieces.push(this.#copy(bytes));
    this.#size += bytes.byteLength;
  }

  /** Must be called only when nobody will read the pieces again. Where that is not known, the garbage collector sees to it. */
  recycle(): void {
    this.#pieces.length = 0;
    this.#size = 0;
    if (this.#buffer !== null) giveBuffer(this.#buffer);
    this.#buffer = null;
  }

  #copy(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
    if (this.#buffer === null && this.#size + bytes.byteLength <= this.#limits.few) return bytes.slice();
    this.#buffer ??= takeBuffer(this.#limits.most);
    // Where the few lie elsewhere, their place is left free.
    const copy = new Uint8Array(this.#buffer, this.#size, bytes.byteLength);
    copy.set(bytes);
    return copy;
  }
}
