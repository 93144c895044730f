import type { FetchAs } from '../../fetch-as/types';
import type { Clock } from '../clock';
import { StreamErrored } from '../drain';
import type { Limits } from '../limits';
import { readOn } from '../read-on';
import type { Segment } from '../record-row';
import { OutOfSpace, type SegmentStore } from '../segments/segment-store';
import { createThrottle } from '../throttle';
import type { StretchEnd, StretchOrder } from './stretch';
import { StretchWriter } from './stretch-writer';

interface Parts {
  store: Pick<SegmentStore, 'open'>;
  fetchAs: FetchAs;
  clock: Clock;
  limits: Limits;
}

/** Fetches a stretch of a body into files of its own. Resolves, or rejects with a fault, when none of them is open any more. */
export const fetchAStretch = async (order: StretchOrder, { store, fetchAs, clock, limits }: Parts, sealed: (segment: Segment) => void, signal: AbortSignal): Promise<StretchEnd> => {
  const { job, end, early } = order;
  const writer = new StretchWriter(order, { folder: await store.open(job.key), clock, limits, sealed });
  // A limit on the pace ends the stretch.
  const throttle = createThrottle(clock);
  const reading = readOn({ job, writer, fetchAs, clock, limits, throttle, unsplit: new Set(), spare: () => (early ? () => {} : null), signal }, () => end);
  try {
    try {
      await reading.run();
    } finally {
      await writer.seal();
    }
  } catch (error) {
    if (!signal.aborted && !(error instanceof StreamErrored) && !(error instanceof OutOfSpace)) throw error;
    // Its last file may not be on the disk.
    return 'failed';
  }
  return writer.length === end ? 'done' : 'failed';
};
