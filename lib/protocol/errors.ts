/**
 * Every way a call can fail, as a code. Text lives in one catalogue (lib/ui), and the web-exposed edge turns
 * a code into the realm's own exception (lib/spec).
 */
export type ErrorCode =
  /** TypeError: an active background fetch has this id. */
  | 'exists'
  /** TypeError: the registration has no active worker. */
  | 'no-active-worker'
  /** TypeError: the document may not fetch this URL (CSP, port, scheme). */
  | 'forbidden-url'
  /** TypeError: an argument is over a limit (count, id length, header size). */
  | 'too-large'
  /** TypeError: a request body could not be read. */
  | 'unreadable-body'
  /** NotAllowedError: blocked by the user, or the caller's context may not use the API. */
  | 'not-allowed'
  /** QuotaExceededError. */
  | 'quota-exceeded'
  /** InvalidStateError: records are no longer available. */
  | 'gone'
  /** InvalidStateError: not in this state. */
  | 'invalid-state'
  /** AbortError: the other end of the channel went away; idempotent calls may be made again. */
  | 'disconnected'
  /** A message that no honest peer sends. */
  | 'malformed'
  /** OperationError: a fault of ours; the cause is in the log. */
  | 'internal';

/** An error as it crosses a channel. `detail` is English, for developers' consoles; never shown to users. */
export interface WireError {
  code: ErrorCode;
  detail: string;
}
