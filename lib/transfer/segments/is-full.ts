import type { Limits } from '../limits';

interface Body {
  /** Bytes of the whole body. */
  whole: number;
  /** How many files of it are open. */
  receiving: number;
  /** Milliseconds since the last seal. */
  sealedFor: number;
}

/** Whether no more than these bytes of an open file may be lost of so large a body, by all that is being received of it together. */
export const isFull = (fileSize: number, { whole, receiving, sealedFor }: Body, limits: Limits): boolean => {
  if (fileSize >= limits.segmentSize) return true;
  if (fileSize < Math.max(limits.leastSegmentSize, whole / limits.segments / receiving)) return false;
  if (fileSize >= limits.steadySegmentSize) return sealedFor >= limits.sealTime;
  return whole < limits.leastSealTimed || sealedFor >= limits.leastSealTime;
};
