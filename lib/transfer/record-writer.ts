import type { RecordResult } from '../protocol/background-fetch';
import type { StoredResponse } from '../protocol/stored';
import type { Account } from './account';
import type { Clock } from './clock';
import type { Journal } from './journal';
import type { Limits } from './limits';
import type { RecordRow, RetryState, Segment, Validators } from './record-row';
import { recoverRecord, type Recovered } from './recover-record';
import { SaveQueue } from './save-queue';
import { OpenBody } from './segments/open-body';
import { isFull } from './segments/is-full';
import { segmentName, type FileNames } from './segments/paths';
import { asOutOfSpace, type JobFolder } from './segments/segment-store';
import { RecordBody } from './segments/record-body';
import { pieceOf } from './segments/piece-of';
import type { Shelf } from './segments/shelf';
import type { Span } from './segments/span';

/** The job ended or was removed while the Worker worked on it: nothing may be written for it any more. */
export class JobGone extends Error {
  override readonly name = 'JobGone';
}

export interface WriterParts {
  folder: JobFolder;
  shelf: Shelf;
  journal: Journal;
  account: Account;
  /** Of the browser: any word that no other run of it has. */
  session: string;
  clock: Clock;
  limits: Limits;
  /** The row was written. */
  written: () => void;
  /** A write failed that nobody waits for, or bytes could not be brought to the disk: this writer names them, and can write its row no more. */
  failed: (error: unknown) => void;
}

/**
 * One record while the Worker works on it: nobody else changes its row or its files.
 * Must keep two orders, so that death between any two steps loses bytes but never joins wrong ones:
 * file closed, file on the disk, row names it; row no longer names it, file deleted.
 */
export class RecordWriter {
  readonly #row: RecordRow;
  readonly #parts: WriterParts;
  readonly #queue = new SaveQueue(() => this.#writeRow());
  readonly #body: RecordBody;
  /** Most bytes this record ever had: only more than that is progress. */
  #best: number;
  #nextGeneration: number;
  #nextNumber: number;
  /** No file there is can be one of another response. */
  #isFirst: boolean;
  #dirty = false;
  /** Files to delete once no stored row names them. */
  #redundant: Segment[] = [];
  #cancelHead: () => void = () => {};
  #sealedAt = -Infinity;
  #begunAt = -Infinity;
  #readerSeal: Promise<void> | null = null;
  /** Settles when every file closed so far is on the disk; rejects for good where one of them cannot be. */
  #onDisk: Promise<unknown> = Promise.resolve();

  private constructor({ row, nextNumber, nextGeneration, hadStrays }: Recovered, parts: WriterParts) {
    this.#row = row;
    this.#parts = parts;
    this.#nextGeneration = nextGeneration;
    this.#nextNumber = nextNumber;
    this.#isFirst = row.response === null && row.unverified === undefined && !hadStrays;
    const newName = (start: number): string => segmentName({ ...this.#names, n: this.#nextNumber++, start });
    const { inlineSize, shelfSize, blobSize } = parts.limits;
    const limits = { few: inlineSize, most: Math.max(inlineSize, shelfSize, blobSize), inlineSize: Math.max(inlineSize, shelfSize) };
    this.#body = new RecordBody(row, () => new OpenBody(parts.folder, newName, limits));
    this.#best = this.stored;
    this.join();
  }

  /** @param names of the record's files on the disk */
  static async recover(row: RecordRow, names: string[], parts: WriterParts): Promise<RecordWriter> {
    return new RecordWriter(await recoverRecord(row, names, parts), parts);
  }

  /** As it would be written now: with what is sealed. */
  get row(): Readonly<RecordRow> {
    const { ahead: _, ...row } = this.#row;
    return { ...row, ...this.#body.sealed };
  }

  /** Bytes of the body from its beginning, sealed or not. */
  get length(): number {
    return this.#body.beginning.length;
  }

  /** Bytes in all. */
  get stored(): number {
    return this.#body.stored;
  }

  /** Position of the first byte that lies ahead; null where none does. */
  get nextAhead(): number | null {
    return this.#body.nextAhead;
  }

  /** Of the response that the bytes so far belong to, whether a page may see it or not. */
  get head(): StoredResponse | null {
    return this.#row.unverified ?? this.#row.response;
  }

  /** "Set responseData to a new background fetch response": what there was is redundant. */
  begin(head: StoredResponse, validators: Validators | null): void {
    const row = this.#row;
    if (!this.#isFirst) {
      this.#redundant.push(...this.#takeAll());
      row.generation = this.#nextGeneration++;
    }
    this.#isFirst = false;
    if (row.request.integrity === '') row.response = head;
    else row.unverified = head;
    row.validators = validators;
    this.#begunAt = this.#parts.clock.now();
    this.#dirty = true;
    this.#cancelHead();
    this.#cancelHead = this.#parts.clock.after(this.#parts.limits.headDelay, () => this.#saveUnawaited());
  }

  /** The bytes so far cannot be gone on with. They stay readable until the next response begins. */
  dropValidators(): void {
    this.#row.validators = null;
    this.#redundant.push(...this.#takeAhead());
    this.#dirty = true;
  }

  /** Begins a part ahead; null where those bytes, or some of them, are here by now. */
  beginPart(start: number, end: number): Span | null {
    return this.#body.beginPart(start, end);
  }

  /** No more comes for this part now. */
  endPart(part: Span): void {
    this.#seal(part);
    this.#body.endPart(part);
  }

  /** Names for files that somebody else makes of so many bytes of this response. */
  namesAhead(bytes: number): FileNames {
    const { leastSegmentSize, segmentSize } = this.#parts.limits;
    const names = { ...this.#names, n: this.#nextNumber };
    // Every file but the last is sealed with no less.
    this.#nextNumber += Math.ceil(bytes / Math.min(leastSegmentSize, segmentSize)) + 1;
    return names;
  }

  /** Goes on with a file that somebody else has written of a part ahead; false, and the file is deleted, where the download total would be exceeded. */
  adopt(part: Span, segment: Segment): boolean {
    const { account, folder } = this.#parts;
    if (!account.admit(segment.size)) {
      void folder.remove(segment.name);
      return false;
    }
    part.extend(segment);
    this.#gained();
    this.#saveUnawaited();
    return true;
  }

  /** Joins what lies ahead to the beginning where that has come so far. */
  join(): void {
    for (let { next } = this.#body; next !== null; { next } = this.#body) {
      this.#seal(this.#body.beginning);
      this.#body.join(next);
      this.#dirty = true;
    }
  }

  /** Stores bytes at the end of the beginning, or of a part ahead; false, and nothing is stored, where the download total would be exceeded. Rejects with OutOfSpace, or where bytes before these could not be brought to the disk. */
  async append(bytes: Uint8Array<ArrayBuffer>, span: Span = this.#body.beginning): Promise<boolean> {
    const { account } = this.#parts;
    if (!account.admit(bytes.byteLength)) return false;
    try {
      await span.append(bytes, this.#mayHold());
    } catch (error) {
      account.release(bytes.byteLength);
      throw error;
    }
    this.#gained();
    if (this.#isFull(span)) {
      // At most one file of all that are open waits for the disk at a time: it is lost with the browser.
      await this.#onDisk;
      this.#seal(span);
      this.#saveUnawaited();
    }
    return true;
  }

  /** Resolves when every byte so far is in the journal. */
  seal(): Promise<void> {
    return this.#sealAndSave(this.#body.spans);
  }

  /** The same for somebody who reads along, at a pace that keeps the list of segments, and with it the row, short. */
  sealForReader(): Promise<void> {
    const { clock, limits } = this.#parts;
    const pace = this.#body.beginning.segments.length * limits.sealPace;
    // Whatever becomes of the clock.
    const wait = Math.min(pace, Math.max(0, this.#sealedAt + pace - clock.now()));
    this.#readerSeal ??= new Promise<void>((resolve) => clock.after(wait, resolve)).then(() => {
      this.#readerSeal = null;
      return this.#sealAndSave([this.#body.beginning]);
    });
    return this.#readerSeal;
  }

  /** The whole body so far, by reference. */
  async readBody(): Promise<Blob> {
    await this.seal();
    return new Blob(await Promise.all(this.#body.beginning.segments.map(async (segment) => segment.bytes ?? pieceOf(await this.#parts.folder.read(segment.name), segment))));
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
    await this.#shelve();
    this.#seal(this.#body.beginning);
    row.result = result;
    if (row.unverified && (result === 'success' || result === 'bad-status')) row.response = row.unverified;
    delete row.unverified;
    delete row.retry;
    try {
      await this.#save();
    } catch (error) {
      row.result = '';
      throw error;
    }
  }

  /** Frees the record's bytes, at once: without room the row that no longer names them could not be written. Only before settling as a failure. */
  async discard(): Promise<void> {
    await this.#untilClosed();
    const segments = [...this.#redundant.splice(0), ...this.#takeAll()];
    await this.#remove(segments);
  }

  /** Lets go of the open files; writes nothing more. Resolves when nobody has one open. */
  close(): Promise<void> {
    this.#cancelHead();
    for (const span of this.#body.spans) {
      this.#parts.account.release(span.unsealed);
      span.abandon();
    }
    return this.#untilClosed();
  }

  async #untilClosed(): Promise<void> {
    await Promise.allSettled([this.#onDisk, ...this.#body.spans.map(({ shelved }) => shelved)]);
  }

  get #names(): Omit<FileNames, 'n'> {
    const { index, generation } = this.#row;
    return { index, generation, session: this.#parts.session };
  }

  /** There are more bytes than before. */
  #gained(): void {
    this.#dirty = true;
    if (this.stored <= this.#best) return;
    this.#best = this.stored;
    delete this.#row.retry;
  }

  async #sealAndSave(spans: Span[]): Promise<void> {
    await this.#shelve();
    for (const span of spans) this.#seal(span);
    await (this.#dirty ? this.#save() : this.#queue.last);
  }

  /** What is held back goes to the shelf, if it is too much for the row. Before it is sealed, which would bring it there. */
  async #shelve(): Promise<void> {
    const { shelf, limits, clock } = this.#parts;
    if (limits.shelfSize === 0) return;
    if (!(await this.#body.beginning.shelve(shelf, limits.inlineSize))) return;
    this.#sealedAt = clock.now();
    this.#dirty = true;
  }

  #seal(span: Span): void {
    const sealed = span.seal();
    if (sealed === null) return;
    this.#onDisk = Promise.all([this.#onDisk, sealed.onDisk]);
    this.#onDisk.catch(this.#parts.failed);
    this.#sealedAt = this.#parts.clock.now();
    this.#dirty = true;
  }

  #isFull({ fileSize }: Span): boolean {
    const { clock, limits } = this.#parts;
    return isFull(fileSize, { whole: this.#row.validators?.length ?? this.length, receiving: this.#body.receiving, sealedFor: clock.now() - this.#sealedAt }, limits);
  }

  /** How many bytes of the body's beginning may wait in memory for its end. What comes slowly must not: it would be lost with the Worker. */
  #mayHold(): number {
    const { clock, limits, shelf } = this.#parts;
    const isFast = clock.now() - this.#begunAt < limits.holdTime;
    const hasRoom = shelf.waiting < limits.shelfMost;
    return Math.max(limits.inlineSize, isFast ? limits.blobSize : 0, isFast && hasRoom ? limits.shelfSize : 0);
  }

  /** Leaves the body empty; returns the files it lay in. */
  #takeAll(): Segment[] {
    const ahead = this.#takeAhead();
    const { beginning } = this.#body;
    this.#parts.account.release(beginning.length);
    return [...beginning.takeAll(), ...ahead];
  }

  #takeAhead(): Segment[] {
    const spans = this.#body.takeAhead();
    for (const { length } of spans) this.#parts.account.release(length);
    return spans.flatMap((span) => span.takeAll());
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
    const { row } = this;
    try {
      await this.#onDisk;
      if (!(await this.#parts.journal.write(row))) throw new JobGone();
    } catch (error) {
      this.#dirty = true;
      this.#redundant.push(...redundant);
      throw asOutOfSpace(error);
    }
    this.#parts.written();
    await this.#remove(redundant);
  }

  async #remove(segments: Segment[]): Promise<void> {
    const own = segments.filter(({ at }) => at === undefined);
    await Promise.all(own.map(({ name }) => this.#parts.folder.remove(name)));
  }
}
