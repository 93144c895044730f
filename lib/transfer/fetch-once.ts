import { FetchAsError, NoHostAccess, type FetchedResponse } from '../fetch-as/types';
import type { RecordResult } from '../protocol/background-fetch';
import type { HeaderList } from '../protocol/stored';
import { drain, DownloadTotalExceeded, StreamErrored, type Drained, type SoFar } from './drain';
import { extractContentRangeValues, unsatisfiedLength } from './extract-content-range-values';
import { contentLength, isEncoded } from './headers';
import { looksLikeAPortal } from './looks-like-a-portal';
import { nextRetry, retryAfterOf, type Failure } from './retry-clock';
import { NotJournalled, send, type FetchParts } from './send';
import { watchOutrun } from './outrun';
import { comesInParts } from './parts';
import { readTogether } from './read-together';
import { splitABody } from './split-a-body';
import { LEAST_PIECE } from './throttle';
import { validateAPartialResponse } from './validate-a-partial-response';
import { ifRangeOf, validatorsOf } from './validators';
import { createWatch, type Watch } from './watch';

/** How one fetch of a record ended. */
export type Ending =
  | { kind: 'settled'; result: Exclude<RecordResult, ''> }
  /** A partial response was not the whole remainder: ask for the next part. */
  | { kind: 'continue' }
  /** "Temporarily unavailable": a GET that may do better later. */
  | { kind: 'unavailable'; failure: Failure }
  /** The user must let us act for this origin first. */
  | { kind: 'host-access'; origin: string };

const settled = (result: Exclude<RecordResult, ''>): Ending => ({ kind: 'settled', result });

/** From "Fetch request" to "fetchAttemptComplete is true". Rejects with the signal's reason, with JobGone, or with what storage threw. */
export const fetchOnce = async (parts: FetchParts): Promise<Ending> => {
  const { writer, signal, clock } = parts;
  // "Reissuing the request may have unwanted side effects."
  if (writer.row.sent) return settled('fetch-error');
  const watch = createWatch(signal, clock);
  try {
    return await exchange(parts, watch);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof DownloadTotalExceeded) return settled('download-total-exceeded');
    throw error;
  } finally {
    watch.end();
  }
};

const exchange = async (parts: FetchParts, watch: Watch): Promise<Ending> => {
  const { writer, signal, clock, limits } = parts;
  const { request, validators } = writer.row;
  const get = request.method === 'GET';
  const rangeStart = get && validators !== null ? writer.length : 0;
  if (rangeStart > 0 && rangeStart === validators?.length) return settled('success');
  const { host } = new URL(request.url);
  // What no server has had may go out again, whatever its method.
  const failed = (retryAfter: number | null = null): Ending =>
    get || !writer.row.sent ? { kind: 'unavailable', failure: { heard: retryAfter !== null || writer.head !== null || parts.answered.has(host), retryAfter } } : settled('fetch-error');

  let fetched: FetchedResponse;
  try {
    fetched = await send(parts, watch, rangeStart > 0 ? { start: rangeStart, ifRange: ifRangeOf(validators!), ...upTo(endOfPiece(parts, rangeStart)) } : null);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof NotJournalled) throw error.cause;
    if (!(error instanceof FetchAsError)) parts.onFault(error);
    else if (error.failure === 'refused') return settled('fetch-error');
    else if (error instanceof NoHostAccess && !writer.row.sent) return { kind: 'host-access', origin: error.origin };
    return failed();
  }

  parts.answered.add(host);
  const { response, headers, body } = fetched;
  const retryAfter = get ? mayRetryAfter(parts, fetched) : null;
  if (retryAfter !== null) return failed(retryAfter);
  if (rangeStart > 0 && response.status === 416) {
    // Nothing is missing: death came between the last byte and the result.
    if (unsatisfiedLength(headers) === rangeStart) return settled('success');
    writer.dropValidators();
    return failed();
  }
  if (rangeStart > 0 && response.status === 206 && isEncoded(headers)) {
    // A part of an encoding is not the encoding of a part.
    writer.dropValidators();
    return failed();
  }
  if (response.status === 206 && !validateAPartialResponse(rangeStart, headers, rangeStart > 0 ? validators : null)) return settled('fetch-error');
  // Deviation: the draft takes whatever the network answers. In the end it is taken here, too: only the site knows what it is.
  if (get && writer.head !== null && looksLikeAPortal(writer.head, fetched) && mayRetry(parts, null)) return failed();
  if (response.status !== 206 || rangeStart === 0) {
    const shown = response.headers.filter(([name]) => name.toLowerCase() !== 'content-range');
    if (lengthOf(shown) > mostHeaders(parts)) {
      // As a browser that finds them too long.
      void body?.cancel().catch(() => {});
      return settled('fetch-error');
    }
    writer.begin({ ...response, headers: shown }, get ? validatorsOf(response.status, headers) : null);
  }
  if (!isOk(response.status)) {
    // Deviation: the draft keeps this body. Chromium does not, and web-platform-tests (fetch.https.window.js) want none.
    void body?.cancel().catch(() => {});
    return settled('bad-status');
  }

  const expected = request.method === 'HEAD' ? null : expectedLength(fetched);
  const end = (): number => writer.nextAhead ?? writer.row.validators?.length ?? Infinity;
  const rest = readTogether(parts, end);
  const split = splitABody(parts, fetched, () => rest.end);
  // Who has just answered with the whole, though asked for the rest, might do so again.
  const inParts = comesInParts(writer.row, fetched) && (rangeStart === 0 || response.status === 206);
  const mayReadOn = inParts && limits.readAhead !== null && writer.row.validators?.length != null && !parts.unsplit.has(new URL(request.url).host);
  const start = writer.length;
  const outrun = watchOutrun(clock, limits);
  let pieceEnd: number | null = null;
  const room = ({ read, storing }: SoFar): number => {
    // Where the browser reads ahead of us without end, what comes too fast must not be asked for: a body that was asked for whole is left as soon
    // as it is known to come in parts. A limit may be set at any time.
    if (inParts && parts.throttle.piece !== null) pieceEnd ??= writer.length + (response.status === 206 ? parts.throttle.piece : LEAST_PIECE);
    else if (mayReadOn && end() - writer.length > 2 * limits.readAhead! && outrun.isLikely(read, storing)) pieceEnd ??= start + read;
    return Math.min(pieceEnd ?? Infinity, writer.nextAhead ?? Infinity) - writer.length;
  };
  let drained: Drained;
  try {
    drained = body === null ? { received: 0, cut: false } : await drain(body, expected, { ...parts, watch, stall: get ? limits.stall : null, room });
    if (drained.cut && mayReadOn && pieceEnd !== null) await rest.run();
    await split.finish();
  } catch (error) {
    signal.throwIfAborted();
    if (!(error instanceof StreamErrored)) throw error;
    return failed();
  } finally {
    // Also where a part found no room: what is asked for next begins after what lies ahead.
    await split.end().finally(() => writer.join());
  }
  const { received, cut } = drained;
  // Deviation: the draft trusts an end that is "done normally", but Firefox ends a body cut short in that way. https://bugzilla.mozilla.org/show_bug.cgi?id=237623
  if (body !== null && !cut && expected !== null && received < expected) return failed();
  if (response.status !== 206) return !cut || writer.length === writer.row.validators?.length ? settled('success') : { kind: 'continue' };

  const { completeLength } = extractContentRangeValues(headers)!;
  if (received > expected!) return settled('fetch-error');
  if (completeLength === writer.length) return settled('success');
  // Deviation: without a strong validator the next part may be one of something else.
  if (writer.row.validators === null) return settled('fetch-error');
  return received > 0 ? { kind: 'continue' } : failed();
};

/** Position up to which one request should ask for bytes: to what lies ahead, or to what the limit on the pace lets through in some seconds. */
const endOfPiece = ({ writer, throttle }: FetchParts, start: number): number => Math.min(writer.nextAhead ?? Infinity, start + (throttle.piece ?? Infinity));

const upTo = (end: number): { end?: number } => (end === Infinity ? {} : { end: end - 1 });

/** Milliseconds that the server asks for, unless it has done so for too long: then its answer is the final one. */
const mayRetryAfter = (parts: FetchParts, { response, headers }: FetchedResponse): number | null => {
  const retryAfter = retryAfterOf(response.status, headers, parts.clock.now());
  return retryAfter !== null && mayRetry(parts, retryAfter) ? retryAfter : null;
};

const mayRetry = ({ writer, clock, limits }: FetchParts, retryAfter: number | null): boolean => nextRetry(writer.row.retry, { heard: true, retryAfter }, clock, limits) !== null;

/** Bytes of this response's body; null where nobody knows. */
const expectedLength = ({ response, headers }: FetchedResponse): number | null => {
  const range = response.status === 206 ? extractContentRangeValues(headers) : null;
  return range === null ? contentLength(headers) : range.lastBytePos - range.firstBytePos + 1;
};

/** https://fetch.spec.whatwg.org/#ok-status */
const isOk = (status: number): boolean => status >= 200 && status <= 299;

const lengthOf = (headers: HeaderList): number => headers.reduce((sum, [name, value]) => sum + name.length + value.length, 0);

const mostHeaders = ({ job, limits }: FetchParts): number => Math.min(limits.headersMost, Math.max(limits.headersLeast, limits.headersOfJob / job.recordCount));
