import type { JobKey } from '../protocol/background-fetch';
import type { TransferPushes } from '../protocol/transfer';
import type { SegmentFiles } from './bodies';
import { createChanges, type Changes } from './changes';
import { jobsDatabase, type OpenDatabase } from './db';
import { KEEP_FOR } from './delivery-policy';
import { createTurns, type Turns } from './turns';
import { createWatchers, type Watchers } from './watchers';

/** What the Worker said last of a job under way. Fresher than the rows, and lost with the background. */
export type Live = Omit<TransferPushes['progress'], 'job'>;

/** What all of lib/jobs shares in one background. Only `open` and `files` outlive it. */
export interface JobsContext {
  open: OpenDatabase;
  files: SegmentFiles;
  live: Map<JobKey, Live>;
  changes: Changes;
  watchers: Watchers;
  /** Of sites that want something accepted. */
  turns: Turns;
  /** Milliseconds since the epoch. */
  now: () => number;
  /** Milliseconds for which a site may stay away before its event and bytes are given up, and a finished job stays on the list. */
  keepFor: () => number | Promise<number>;
  /** Told of every error that nobody else will hear of. */
  onFault: (where: string, error: unknown) => void;
}

type Given = Pick<JobsContext, 'files' | 'onFault'> & Partial<Pick<JobsContext, 'open' | 'now' | 'keepFor'>>;

export const createJobsContext = ({ files, onFault, open = jobsDatabase(), now = Date.now, keepFor = () => KEEP_FOR }: Given): JobsContext => ({
  open,
  files,
  live: new Map(),
  changes: createChanges(),
  watchers: createWatchers(onFault),
  turns: createTurns(),
  now,
  keepFor,
  onFault,
});
