import type { Clock } from '../clock';
import type { Limits } from '../limits';
import type { RecordRow, Segment } from '../record-row';
import { isFull } from '../segments/is-full';
import { OpenBody } from '../segments/open-body';
import { segmentName } from '../segments/paths';
import type { JobFolder } from '../segments/segment-store';
import { Span } from '../segments/span';
import type { StretchOrder } from './stretch';

interface Parts {
  folder: JobFolder;
  clock: Clock;
  limits: Limits;
  sealed: (segment: Segment) => void;
}

/** What a second Worker has of a body: writes files, and no row. Counts nothing: the first Worker does, when it takes a file over. */
export class StretchWriter {
  readonly row: Pick<RecordRow, 'request' | 'validators'>;
  readonly #span: Span;
  readonly #parts: Parts;
  #sealedAt: number;

  constructor({ row, start, names }: StretchOrder, parts: Parts) {
    this.row = row;
    this.#parts = parts;
    this.#sealedAt = parts.clock.now();
    let { n } = names;
    this.#span = new Span(start, [], new OpenBody(parts.folder, (start) => segmentName({ ...names, n: n++, start }), { few: 0, most: 0, inlineSize: 0 }));
  }

  /** Position in the body after the last byte here. */
  get length(): number {
    return this.#span.end;
  }

  /** Rejects with OutOfSpace, or as `seal` does. */
  async append(bytes: Uint8Array<ArrayBuffer>): Promise<true> {
    const { clock, limits } = this.#parts;
    await this.#span.append(bytes, 0);
    const sealedFor = clock.now() - this.#sealedAt;
    // The first Worker has as much open.
    if (isFull(this.#span.fileSize, { whole: this.row.validators!.length!, receiving: 2, sealedFor }, limits)) await this.seal();
    return true;
  }

  /** Resolves when what is here is on the disk, and told. Rejects where it could not be brought there: nothing may follow then. */
  async seal(): Promise<void> {
    const sealed = this.#span.seal();
    if (sealed === null) return;
    this.#sealedAt = this.#parts.clock.now();
    await sealed.onDisk;
    this.#parts.sealed(sealed.segment);
  }
}
