import type { FetchAs } from '../fetch-as/types';
import type { Clock } from './clock';
import type { RecordParts } from './complete-a-record';
import type { Journal } from './journal';
import type { Limits } from './limits';
import type { Network } from './network';
import type { SegmentStore } from './segments/segment-store';
import type { Slots } from './slots';
import type { Push } from './teller';
import type { Throttle } from './throttle';

/** What all jobs of one Worker share. */
export interface Engine {
  /** Of the browser: files that another run of it has left open are not trusted. */
  session: string;
  journal: Journal;
  store: SegmentStore;
  fetchAs: FetchAs;
  matchesIntegrity: RecordParts['matchesIntegrity'];
  slots: Slots;
  throttle: Throttle;
  /** Hosts that did not answer as asked when a body was fetched in parts. */
  unsplit: Set<string>;
  /** Hosts that have answered at least once. */
  answered: Set<string>;
  beginStretch: RecordParts['beginStretch'];
  clock: Clock;
  network: Network;
  quota: RecordParts['quota'];
  limits: Limits;
  push: Push;
  /** Told of errors that no contract names. */
  onFault: (error: unknown) => void;
}
