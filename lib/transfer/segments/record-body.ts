import type { RecordRow } from '../record-row';
import type { OpenBody } from './open-body';
import { Span } from './span';

/** A body from its beginning, and parts ahead of that which others have fetched or are fetching. */
export class RecordBody {
  readonly beginning: Span;
  readonly #newOpen: () => OpenBody;
  /** In order. */
  #ahead: Span[];
  /** Of those, the ones that are being received. */
  readonly #receiving = new Set<Span>();

  constructor({ segments, ahead = [] }: Pick<RecordRow, 'segments' | 'ahead'>, newOpen: () => OpenBody) {
    this.#newOpen = newOpen;
    this.beginning = new Span(0, segments, newOpen());
    this.#ahead = ahead.map(({ start, segments }) => new Span(start, segments, newOpen()));
  }

  /** What is sealed, as rows name it. */
  get sealed(): Pick<RecordRow, 'segments' | 'ahead'> {
    const ahead = this.#ahead.flatMap(({ start, segments }) => (segments.length === 0 ? [] : { start, segments }));
    return { segments: this.beginning.segments, ...(ahead.length > 0 && { ahead }) };
  }

  /** Bytes in all, sealed or not. */
  get stored(): number {
    return this.#ahead.reduce((total, { length }) => total + length, this.beginning.length);
  }

  /** Position of the first byte that lies ahead; null where none does. */
  get nextAhead(): number | null {
    return this.#ahead[0]?.start ?? null;
  }

  /** The part that goes on where the beginning ends, if that has come so far and nothing more comes for it. */
  get next(): Span | null {
    const [next] = this.#ahead;
    return next !== undefined && next.start === this.beginning.length && !this.#receiving.has(next) ? next : null;
  }

  /** How many files are being written at once. */
  get receiving(): number {
    return 1 + this.#receiving.size;
  }

  get spans(): Span[] {
    return [this.beginning, ...this.#ahead];
  }

  /** Begins a part ahead; null where those bytes, or some of them, are here by now. */
  beginPart(start: number, end: number): Span | null {
    const taken = (span: Span): boolean => span.start < end && span.end > start;
    if (start <= this.beginning.length || this.#ahead.some(taken)) return null;
    const part = new Span(start, [], this.#newOpen());
    this.#receiving.add(part);
    this.#ahead = [...this.#ahead, part].toSorted((a, b) => a.start - b.start);
    return part;
  }

  /** No more comes for this part. */
  endPart(part: Span): void {
    this.#receiving.delete(part);
    if (part.length === 0) this.#ahead = this.#ahead.filter((other) => other !== part);
  }

  /** Joins `next`, when both are sealed. */
  join(next: Span): void {
    this.beginning.adopt(next);
    this.#ahead.shift();
  }

  /** Leaves nothing ahead; what there was. */
  takeAhead(): Span[] {
    const spans = this.#ahead;
    this.#ahead = [];
    this.#receiving.clear();
    return spans;
  }
}
