import type { RecordResult } from '../protocol/background-fetch';
import type { StoredResponse } from '../protocol/stored';
import type { Account } from './account';
import type { Clock } from './clock';
import type { Journal } from './journal';
import type { Limits } from './limits';
import type { RecordRow, RetryState, Segment, Validators } from './record-row';
import { SaveQueue } from './save-queue';
import { OpenBody } from './segments/open-body';
import { parseSegmentName, segmentName } from './segments/paths';
import { asOutOfSpace, type JobFolder } from './segments/segment-store';

/** The job ended or was removed while the Worker worked on it: nothing may be written for it any more. */
export class JobGone extends Error {
  override readonly name = 'JobGone';
}

export interface WriterParts {
  folder: JobFolder;
  journal: Journal;
  account: Account;
  clock: Clock;
  limits: Limits;
  /** The row was written. */
  written: () => void;
  /** A write failed that nobody waits for. */
  failed: (error: unknown) => void;
}

/**
 * One record while the Worker works on it: nobody else changes its row or its files.
 * Must keep two orders, so that death between any two steps loses bytes but never joins wrong ones:
 * file flushed, file closed, row names it; row no longer names it, file deleted.
 */
export class RecordWriter {
  readonly #row: RecordRow;
  readonly #parts: WriterParts;
  readonly #open: OpenBody;
  readonly #queue = new SaveQueue(() => this.#writeRow());
  #sealedLength: number;
  /** Most bytes this record ever had: only more than that is progress. */
  #best: number;
  #dirty = false;
  /** Files to delete once no stored row names them. */
  #redundant: Segment[] = [];
  #cancelHead: () => void = () => {};
  #sealedAt = -Infinity;
  #readerSeal: Promise<void> | null = null;

  private constructor(row: RecordRow, nextNumber: number, parts: WriterParts) {
    this.#row = row;
    this.#parts = parts;
    let number = nextNumber;
    this.#open = new OpenBody(parts.folder, () => segmentName(row.index, row.generation, number++));
    this.#sealedLength = sum(row.segments);
    this.#best = this.#sealedLength;
  }

  /**
   * Trusts only the disk: segments that are not there as journalled, and all after them, are gone; files that the row does not name are left-overs.
   * @param names of the record's files on the disk
   */
  static async recover(row: RecordRow, names: string[], parts: WriterParts): Promise<RecordWriter> {
    const segments: Segment[] = [];
    for (const segment of row.segments) {
      if (segment.bytes === undefined && (await parts.folder.size(segment.name)) !== segment.size) break;
      segments.push(segment);
    }
    parts.account.release(sum(row.segments) - sum(segments));
    const kept = new Set(segments.map(({ name }) => name));
    await Promise.all(names.filter((name) => !kept.has(name)).map((name) => parts.folder.remove(name)));
    // Past every number ever seen: a left-over may still be locked by a Worker that is only just dying.
    const nextNumber = Math.max(-1, ...names.map((name) => parseSegmentName(name)?.n ?? -1)) + 1;
    return new RecordWriter({ ...row, segments }, nextNumber, parts);
  }

  get row(): Readonly<RecordRow> {
    return this.#row;
  }

  /** Bytes of the body so far, sealed or not. */
  get length(): number {
    return this.#sealedLength + this.#open.length;
  }

  /** Of the response that the bytes so far belong to, whether a page may see it or not. */
  get head(): StoredResponse | null {
    return this.#row.unverified ?? this.#row.response;
  }

  /** "Set responseData to a new background fetch response": what there was is redundant. */
  begin(head: StoredResponse, validators: Validators | null): void {
    const row = this.#row;
    if (this.head !== null) {
      this.#redundant.push(...this.#takeAll());
      row.generation++;
    }
    if (row.request.integrity === '') row.response = head;
    else row.unverified = head;
    row.validators = validators;
    this.#dirty = true;
    this.#cancelHead();
    this.#cancelHead = this.#parts.clock.after(this.#parts.limits.headDelay, () => this.#saveUnawaited());
  }

  /** The bytes so far cannot be gone on with. They stay readable until the next response begins. */
  dropValidators(): void {
    this.#row.validators = null;
    this.#dirty = true;
  }

  /** Stores bytes; false, and nothing is stored, where the download total would be exceeded. Throws OutOfSpace. */
  async append(bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const { account, limits } = this.#parts;
    if (!account.admit(bytes.byteLength)) return false;
    try {
      // Only a body's beginning may lie in the row, which must not grow with every seal.
      await this.#open.append(bytes, this.#row.segments.length === 0 ? limits.inlineSize : 0);
    } catch (error) {
      account.release(bytes.byteLength);
      throw error;
    }
    this.#dirty = true;
    if (this.length > this.#best) {
      this.#best = this.length;
      delete this.#row.retry;
    }
    if (this.#open.fileSize >= limits.segmentSize) {
      this.#sealOpen();
      this.#saveUnawaited();
    }
    return true;
  }

  /** Resolves when every byte so far is in the journal. */
  async seal(): Promise<void> {
    this.#sealOpen();
    await (this.#dirty ? this.#save() : this.#queue.last);
  }

  /** The same for somebody who reads along, at a pace that keeps the list of segments, and with it the row, short. */
  sealForReader(): Promise<void> {
    const { clock, limits } = this.#parts;
    const due = this.#sealedAt + this.#row.segments.length * limits.sealPace;
    this.#readerSeal ??= new Promise<void>((resolve) => clock.after(Math.max(0, due - clock.now()), resolve)).then(() => {
      this.#readerSeal = null;
      return this.seal();
    });
    return this.#readerSeal;
  }

  /** The whole body so far, by reference. */
  async readBody(): Promise<Blob> {
    await this.seal();
    return new Blob(await Promise.all(this.#row.segments.map(async ({ name, bytes }) => bytes ?? this.#parts.folder.read(name))));
  }

  async markSent(): Promise<void> {
    if (this.#row.sent) return;
    this.#row.sent = true;
    await this.#save();
  }

  /** @param bytes of the request body, in all */
  setUploaded(bytes: number): void {
    if (bytes <= this.#row.uploaded) return;
    this.#parts.account.upload(bytes - this.#row.uploaded);
    this.#row.uploaded = bytes;
    this.#dirty = true;
  }

  async setRetry(retry: RetryState | null): Promise<void> {
    if (retry === null) delete this.#row.retry;
    else this.#row.retry = retry;
    this.#dirty = true;
    await this.seal();
  }

  async settle(result: Exclude<RecordResult, ''>): Promise<void> {
    const row = this.#row;
    this.#sealOpen();
    row.result = result;
    if (row.unverified && (result === 'success' || result === 'bad-status')) row.response = row.unverified;
    delete row.unverified;
    delete row.retry;
    await this.#save();
  }

  /** Frees the record's bytes, at once: without room the row that no longer names them could not be written. Only before settling as a failure. */
  async discard(): Promise<void> {
    const segments = [...this.#redundant.splice(0), ...this.#takeAll()];
    await this.#remove(segments);
  }

  /** Lets go of the open file; writes nothing more. */
  close(): void {
    this.#cancelHead();
    this.#parts.account.release(this.#open.length);
    this.#open.abandon();
  }

  #sealOpen(): void {
    const { length } = this.#open;
    try {
      const segment = this.#open.seal();
      if (segment === null) return;
      this.#row.segments = [...this.#row.segments, segment];
    } catch (error) {
      this.#parts.account.release(length);
      throw error;
    }
    this.#sealedLength += length;
    this.#sealedAt = this.#parts.clock.now();
    this.#dirty = true;
  }

  /** Leaves the body empty; returns the files it lay in. */
  #takeAll(): Segment[] {
    this.#parts.account.release(this.length);
    this.#open.abandon();
    const { segments } = this.#row;
    this.#row.segments = [];
    this.#sealedLength = 0;
    return segments;
  }

  #save(): Promise<void> {
    this.#cancelHead();
    return this.#queue.save();
  }

  #saveUnawaited(): void {
    this.#save().catch(this.#parts.failed);
  }

  async #writeRow(): Promise<void> {
    this.#dirty = false;
    const redundant = this.#redundant.splice(0);
    try {
      if (!(await this.#parts.journal.write({ ...this.#row }))) throw new JobGone();
    } catch (error) {
      this.#dirty = true;
      this.#redundant.push(...redundant);
      throw asOutOfSpace(error);
    }
    this.#parts.written();
    await this.#remove(redundant);
  }

  async #remove(segments: Segment[]): Promise<void> {
    await Promise.all(segments.map(({ name }) => this.#parts.folder.remove(name)));
  }
}

const sum = (segments: Segment[]): number => segments.reduce((total, { size }) => total + size, 0);
