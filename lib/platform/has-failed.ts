import type { Job } from '../jobs/model';

/** It ended otherwise than it should, and not by somebody's wish. */
export const hasFailed = ({ phase }: Job): boolean => phase.state === 'settled' && phase.failureReason !== '' && phase.failureReason !== 'aborted';
