import { WireException } from '../wire/wire';

const hasName = (error: unknown, ...names: string[]): boolean => error instanceof Error && names.includes(error.name);

/** A store that is full says so under this name in every browser. */
export const isQuotaExceeded = (error: unknown): boolean => hasName(error, 'QuotaExceededError');

/** What IndexedDB says of a Blob whose bytes went away: its file was changed, or its owner died. */
export const isUnreadableBlob = (error: unknown): boolean => hasName(error, 'DataError', 'NotFoundError', 'NotReadableError', 'UnknownError');

/** The job does not exist for this caller, or its records can be read no longer. */
export const gone = (): WireException => new WireException('gone', 'the background fetch or its records are no longer available');
