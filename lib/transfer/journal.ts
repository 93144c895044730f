/** The Worker's only memory. Implemented over IndexedDB by lib/jobs; in tests by a Map. */

import type { JobKey } from '../protocol/background-fetch';
import type { RecordRow } from './record-row';

export interface TransferJob {
  key: JobKey;
  origin: string;
  clientURL: string;
  clientReferrerPolicy: ReferrerPolicy;
  connectsAnywhere: boolean;
  recordCount: number;
  /** Bytes; 0: unknown. */
  downloadTotal: number;
}

export interface Journal {
  /** Null when the job is gone or no longer active: nothing must be written for it then. */
  job(key: JobKey): Promise<TransferJob | null>;
  /** At most `count` rows without a result whose index is greater than `after`, in order of index (10,000 records are allowed). */
  unsettled(key: JobKey, after: number, count: number): Promise<RecordRow[]>;
  /** Sum of the sizes of all stored segments, and of uploaded bytes, of the whole job. */
  totals(key: JobKey): Promise<{ downloaded: number; uploaded: number }>;
  /** Writes one record's row, every member but `request`, absent ones removed; false (and writes nothing) when the job is gone or settled. */
  write(row: RecordRow): Promise<boolean>;
}
