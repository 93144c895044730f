import type { ErrorCode } from '../protocol/errors';
import { WireException } from '../wire/wire';
import type { MessageKey } from './language';

const TOO_LATE: readonly ErrorCode[] = ['gone', 'invalid-state'];

/** What to tell a person whose button did nothing. */
export const sentenceFor = (error: unknown): MessageKey =>
  error instanceof WireException && TOO_LATE.includes(error.code) ? 'actionTooLate' : 'actionFailed';
