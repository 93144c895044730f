/** What a background fetch is, as stored. Only lib/jobs writes these rows; see transitions.ts for every way a job may change. */

import type { BackgroundFetchFailureReason, JobKey } from '../protocol/background-fetch';
import type { StoredImage } from '../protocol/stored';
import type { PauseReason } from '../protocol/ui';

export interface Job {
  key: JobKey;
  /** From `sender.origin`, never from a claim. */
  origin: string;
  /** Service worker registration scope URL, of that origin. */
  scope: string;
  scriptURL: string;
  id: string;
  title: string;
  /** At most one: the one that is shown. */
  icons: StoredImage[];
  /** A `data:` URL of a PNG of our making, once it has been got; and how often that was begun. */
  icon?: string;
  iconTries?: number;
  /** Bytes; 0: unknown. */
  downloadTotal: number;
  uploadTotal: number;
  recordCount: number;
  /** For `about:client` referrers. */
  clientURL: string;
  clientReferrerPolicy: ReferrerPolicy;
  /** See BridgedFetchArguments. */
  connectsAnywhere: boolean;
  /** Every request is a GET. */
  pausable: boolean;
  createdAt: number;
  /** The person wants it to go on where connections are metered, too. */
  meteredToo: boolean;
  /** Off the list, and to be forgotten at that time (milliseconds since the epoch), unless it is restored before. Null: on the list. */
  removeAt: number | null;
  /** When it ended (milliseconds since the epoch), until all who want to know have been told. */
  untold?: number;
  /** Of those only its wishes are left: see `fulfil` of Endings. */
  announced?: true;
  /** As last journalled; the Worker's pushes are fresher. */
  downloaded: number;
  uploaded: number;
  phase: Phase;
}

export type Phase =
  | { state: 'active'; paused: PauseReason | null }
  | {
      state: 'settled';
      failureReason: BackgroundFetchFailureReason;
      settledAt: number;
      delivery: Delivery;
    };

/** The way of the one event. */
export type Delivery =
  /** `attempts` so far, next one not before `notBefore`. */
  | { state: 'due'; attempts: number; notBefore: number; unheard: number }
  /**
   * Done, or nobody there to tell. Records can be matched no longer. `data`: their bytes are still here until `keepUntil`, for readers
   * under way and for saving; after that the bare row stays on the list until a second `keepUntil`.
   */
  | { state: 'over'; heard: boolean; keepUntil: number; data: boolean };
