/** A job as others may see it: the site through its registration, the user in a list. */

import type { RegistrationProgress, RegistrationState } from '../protocol/background-fetch';
import type { JobView } from '../protocol/ui';
import type { Live } from './context';
import type { Job } from './model';
import type { Tally } from './schema';

/** An ended job's counts stand in its row; before, the Worker's last word is better than the sums. */
const bytesOf = (job: Job, tally: Tally | undefined, live: Live | undefined): { downloaded: number; uploaded: number } => {
  const { downloaded, uploaded } = job.phase.state === 'settled' ? job : (live ?? tally ?? job);
  return { downloaded, uploaded };
};

const resultOf = (job: Job): Pick<RegistrationProgress, 'result' | 'failureReason'> => {
  if (job.phase.state === 'active') return { result: '', failureReason: '' };
  const { failureReason } = job.phase;
  return { result: failureReason === '' ? 'success' : 'failure', failureReason };
};

/** https://wicg.github.io/background-fetch/#background-fetch-records-available-flag: set until the event has been delivered. */
export const recordsAvailable = (job: Job): boolean => job.phase.state === 'active' || job.phase.delivery.state === 'due';

export const registrationProgress = (job: Job, tally?: Tally, live?: Live): RegistrationProgress => ({
  job: job.key,
  ...bytesOf(job, tally, live),
  ...resultOf(job),
  recordsAvailable: recordsAvailable(job),
});

export const registrationState = (job: Job, tally?: Tally, live?: Live): RegistrationState => ({
  ...registrationProgress(job, tally, live),
  id: job.id,
  uploadTotal: job.uploadTotal,
  downloadTotal: job.downloadTotal,
});

/** Bytes are on disk and may be read. */
export const hasData = (job: Job): boolean => job.phase.state === 'active' || job.phase.delivery.state === 'due' || job.phase.delivery.data;

export const jobView = (job: Job, tally?: Tally, live?: Live): JobView => {
  const { phase } = job;
  const bytes = bytesOf(job, tally, live);
  return {
    job: job.key,
    origin: job.origin,
    title: job.title,
    icon: job.icon ?? null,
    createdAt: job.createdAt,
    ...bytes,
    downloadTotal: job.downloadTotal,
    uploadTotal: job.uploadTotal,
    recordCount: job.recordCount,
    recordsDone: tally?.settled ?? 0,
    paused: phase.state === 'active' ? phase.paused : null,
    waiting: phase.state === 'active' ? (live?.waiting ?? null) : null,
    ...resultOf(job),
    settledAt: phase.state === 'settled' ? phase.settledAt : null,
    pausable: job.pausable,
    undelivered: phase.state === 'settled' && phase.delivery.state === 'due',
    hasData: phase.state === 'settled' && hasData(job) && bytes.downloaded > 0,
  };
};
