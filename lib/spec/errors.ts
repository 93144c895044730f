import type { ErrorCode, WireError } from '../protocol/errors';
import { DOMException, TypeError } from './intrinsics';

/** The name of each code's DOMException; a code that is none of these is a TypeError. */
const NAMES: Partial<Record<ErrorCode, string>> = {
  'not-allowed': 'NotAllowedError',
  'quota-exceeded': 'QuotaExceededError',
  gone: 'InvalidStateError',
  'invalid-state': 'InvalidStateError',
  disconnected: 'AbortError',
  malformed: 'OperationError',
  internal: 'OperationError',
};

const MESSAGES: Record<ErrorCode, string> = {
  exists: 'An active background fetch has this id.',
  'no-active-worker': 'The service worker registration has no active worker.',
  'forbidden-url': 'This document may not fetch one of the URLs.',
  'too-large': 'An argument is too large.',
  'unreadable-body': 'A request body could not be read.',
  'not-allowed': 'Background fetch is not allowed here.',
  'quota-exceeded': 'There is not enough space.',
  gone: 'The records of this background fetch are no longer available.',
  'invalid-state': 'The background fetch does not allow this now.',
  disconnected: 'The connection to the background was lost.',
  malformed: 'The background fetch could not be asked for.',
  internal: 'The background fetch failed unexpectedly.',
};

/** The realm's own QuotaExceededError; browsers before https://github.com/whatwg/webidl/pull/1465 have a DOMException of that name. */
const createQuotaExceededError = (message: string): DOMException => {
  const { QuotaExceededError } = globalThis as unknown as { QuotaExceededError?: new (message: string) => DOMException };
  return QuotaExceededError ? new QuotaExceededError(message) : new DOMException(message, 'QuotaExceededError');
};

/** The exception of this code, with its own text where there is no `detail`. */
export const createException = (code: ErrorCode, detail = ''): TypeError | DOMException => {
  const message = detail || MESSAGES[code];
  const name = NAMES[code];
  if (name === undefined) return new TypeError(message);
  return name === 'QuotaExceededError' ? createQuotaExceededError(message) : new DOMException(message, name);
};

/** What the site sees of any error of the Backend. */
export const toException = (error: unknown): TypeError | DOMException => {
  const { code, detail } = (error ?? {}) as Partial<WireError>;
  return code !== undefined && Object.hasOwn(MESSAGES, code) ? createException(code, detail) : createException('internal');
};

/** Awaits an answer of the Backend; its errors become exceptions of the realm. */
export const ask = async <T>(question: () => Promise<T>): Promise<T> => {
  try {
    return await question();
  } catch (error) {
    throw toException(error);
  }
};
