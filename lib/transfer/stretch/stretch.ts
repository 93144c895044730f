import type { TransferJob } from '../journal';
import type { RecordRow, Segment } from '../record-row';
import type { FileNames } from '../segments/paths';

/** Name of a second Worker: they all run one script. */
export const SECOND_WORKER = 'second';

/** A stretch of a body that a second Worker is to fetch. */
export interface StretchOrder {
  job: TransferJob;
  /** The record's own request and validators: of a GET whose length is known. */
  row: Pick<RecordRow, 'request' | 'validators'>;
  /** Positions in the body; `end` is not in it. */
  start: number;
  end: number;
  names: FileNames;
  /** Whether two connections may be used. */
  early: boolean;
}

/** `failed`: it broke off, or was stopped; what came is kept. */
export type StretchEnd = 'done' | 'failed';

/** A stretch under way. */
export interface Stretch {
  /** Never rejects. */
  readonly ended: Promise<StretchEnd>;
  stop(): void;
}

/**
 * Has a stretch fetched in another Worker; null where there is none to be had.
 * @param sealed told of each file, in order, when it is on the disk
 */
export type BeginStretch = (order: StretchOrder, sealed: (segment: Segment) => void) => Stretch | null;
