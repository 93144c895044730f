/** What the Worker stores of one request. Its body lies beside it in OPFS. */

import type { JobKey, RecordResult } from '../protocol/background-fetch';
import type { StoredRequest, StoredResponse } from '../protocol/stored';

/** One request of a job. Key [job, index]. */
export interface RecordRow {
  job: JobKey;
  index: number;
  request: StoredRequest;
  response: StoredResponse | null;
  result: RecordResult;
  /** Counts fresh starts from byte 0: a reader of an older generation must not go on with the new bytes. */
  generation: number;
  /** Sealed, immutable files in order; the body so far is their concatenation. */
  segments: Segment[];
  /** Parts of the body past that, fetched side by side: in order, none overlapping another. */
  ahead?: AheadPart[];
  /** What the next partial response must match. */
  validators: Validators | null;
  /** Bytes of the request body known sent. */
  uploaded: number;
  /** Stored before a request other than GET goes out: it may have reached the server and must never go out again. */
  sent?: true;
  /** While the record's fetches fail; gone with the first new byte. */
  retry?: RetryState;
  /** Head of a response whose `integrity` is not checked yet: no page may see it before the whole body has matched. */
  unverified?: StoredResponse;
}

/** Fetches that failed one after another. Milliseconds since the epoch. */
export interface RetryState {
  /** When the first of them failed. */
  since: number;
  attempts: number;
  /** When the next one is due. */
  notBefore: number;
  /** It was the server that asked for so long a wait. */
  asked?: true;
}

/** A file in OPFS, or a piece of one; segments/paths.ts says how it is named. */
export interface Segment {
  name: string;
  /** Bytes. */
  size: number;
  /** Where they begin in a file that bodies of other records share (segments/shelf.ts): it goes with the job, and not before. */
  at?: number;
  /** Of a body's beginning, where it was sealed while still so small: it lies in the row. Making a file takes longer (28 ms in Firefox). */
  bytes?: Uint8Array<ArrayBuffer> | Blob;
}

export interface AheadPart {
  /** Position of its first byte in the body. */
  start: number;
  /** As in RecordRow. */
  segments: Segment[];
}

/** Every segment of a row, wherever it stands. */
export const allSegments = ({ segments, ahead = [] }: Pick<RecordRow, 'segments' | 'ahead'>): Segment[] => [...segments, ...ahead.flatMap((part) => part.segments)];

export interface Validators {
  etag: string | null;
  lastModified: string | null;
  /** Whole length of the resource in bytes, where known. */
  length: number | null;
}
