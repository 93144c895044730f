/** Bodies of records, out of the segments that the Worker has sealed. */

import type { BodyPiece, JobKey } from '../protocol/background-fetch';
import type { Segment } from '../transfer/record-row';
import type { ReadSegments } from '../transfer/segments/read-segments';

/** The files of all jobs. Those named by a job's rows are immutable. */
export interface SegmentFiles {
  /** What reads those of one job, and opens none of them twice: to be kept no longer than for one answer. */
  open(job: JobKey): ReadSegments;
  /** All files of a job. Safe to repeat. */
  remove(job: JobKey): Promise<void>;
  /** Jobs that have files. */
  jobs(): Promise<JobKey[]>;
}

/** The body from byte `offset` to its last sealed byte, in pieces: RecordState says why. */
export const readBodyFrom = async (read: ReadSegments, segments: Segment[], offset = 0): Promise<BodyPiece[]> => {
  let start = offset;
  let skipped = 0;
  while (skipped < segments.length && start >= segments[skipped]!.size) start -= segments[skipped++]!.size;
  const rest = segments.slice(skipped);
  const [first, ...others] = rest.length > 0 ? await read(rest) : [];
  return first ? [start > 0 ? first.slice(start) : first, ...others] : [];
};

/** Bytes in one message: every realm on the way holds a copy, and Chromium takes 64 MiB. */
const MOST_IN_MESSAGE = 16 * 1024 * 1024;

/** For the pieces of one message, each in turn: those that would make it too large become references. */
export const fitting = (most = MOST_IN_MESSAGE): ((piece: BodyPiece) => BodyPiece) => {
  let left = most;
  return (piece) => {
    if (piece instanceof Blob) return piece;
    left -= piece.byteLength;
    return left >= 0 ? piece : new Blob([piece]);
  };
};
