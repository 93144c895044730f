/** What the person has chosen, for all sites or by default. */

import type { Consent } from './ui';

export interface Settings {
  /** Of a site without an answer of its own. */
  defaultConsent: Consent;
  /** Transfers at once: 1 to 48 overall, 1 to 6 to a host. */
  connections: number;
  connectionsPerHost: number;
  /** Bytes a second of all transfers together; null: as fast as they go. */
  speedLimit: number | null;
  /** What happens on a connection that the browser says is metered. */
  onMetered: 'go-on' | 'pause';
  /** Days that the bytes of a fetch wait for a site that does not come for them, and that a finished one stays on the list: 1 to 90. */
  keepDays: number;
  /** System notifications of fetches that ended. */
  notifyDone: boolean;
  notifyFailed: boolean;
}
