import type { RecordResult } from '../protocol/background-fetch';
import { fetchOnce } from './fetch-once';
import type { Network } from './network';
import { nextRetry, type Failure } from './retry-clock';
import { RESERVE_SIZE } from './segments/reserve';
import { OutOfSpace, type SegmentStore } from './segments/segment-store';
import type { FetchParts } from './send';
import type { Mark, Waits } from './waits';

export interface RecordParts extends FetchParts {
  waits: Waits;
  network: Network;
  /** Bytes the browser would let us store in all. */
  quota: () => Promise<number>;
  store: Pick<SegmentStore, 'keepReserve'>;
  /** Leave to use the network for this record; resolves with its release. */
  slot: (signal: AbortSignal) => Promise<() => void>;
  /** Whether a body matches a request's integrity metadata. https://w3c.github.io/webappsec-subresource-integrity/#does-response-match-metadatalist */
  matchesIntegrity: (body: Blob, metadata: string) => Promise<boolean>;
}

type Result = Exclude<RecordResult, ''>;

/**
 * https://wicg.github.io/background-fetch/#complete-a-record-algorithm . Resolves with the result, which is then in the journal.
 * Rejects with the signal's reason and nothing settled, with JobGone, or with what storage threw.
 */
export const completeARecord = async (parts: RecordParts): Promise<Result> => {
  // The draft calls itself again while the result is the empty string; this goes round.
  for (let full = false; ; ) {
    const mark = parts.waits.mark();
    try {
      // Rows had its room: until they have it again there is none for bodies, and nothing is asked for.
      if (full) await parts.store.keepReserve();
      full = false;
      const result = await goRound(parts, mark);
      if (result !== null) return await settle(parts, result);
    } catch (error) {
      if (!(error instanceof OutOfSpace)) throw error;
      parts.signal.throwIfAborted();
      if (!(await outlastFullDisk(parts, mark))) return settleWithoutSpace(parts);
      full = true;
    }
  }
};

/** One fetch, and the wait after it; null: there must be another. */
const goRound = async (parts: RecordParts, mark: Mark): Promise<Result | null> => {
  const { writer, waits, signal } = parts;
  await untilReady(parts);
  const release = await parts.slot(signal);
  const ending = await fetchOnce(parts).finally(release);
  switch (ending.kind) {
    case 'settled':
      return ending.result;
    case 'continue':
      return null;
    case 'unavailable':
      return (await endure(parts, ending.failure)) ? null : 'fetch-error';
    case 'host-access':
      await writer.seal();
      await waits.wait({ for: 'host-access', origin: ending.origin }, signal, mark);
      return null;
  }
};

const untilReady = async ({ writer, waits, network, clock, limits, signal }: RecordParts): Promise<void> => {
  signal.throwIfAborted();
  const { request, retry, sent } = writer.row;
  const ahead = (retry?.notBefore ?? 0) - clock.now();
  // More than we ever choose: the clock was set back.
  if (retry && ahead > 0 && (retry.asked || ahead <= limits.greatestDelay)) await waits.wait({ for: 'retry', until: retry.notBefore, asked: retry.asked === true }, signal);
  // A GET finds out by trying. Other methods have one try, not to be wasted without a network; loopback needs none.
  const loopback = /^(localhost|.*\.localhost|127\..*|\[::1\])$/.test(new URL(request.url).hostname);
  if (request.method === 'GET' || sent || loopback) return;
  while (!network.online()) await waits.wait({ for: 'network' }, signal);
};

/** "Wait until the resource is not temporarily unavailable." False: it has been for too long. */
const endure = async ({ writer, waits, network, clock, limits, signal }: RecordParts, failure: Failure): Promise<boolean> => {
  if (failure.retryAfter === null && !network.online()) {
    // Offline is a state, not an error: nothing is counted.
    await writer.setRetry(null);
    await waits.wait({ for: 'network' }, signal);
    return true;
  }
  const retry = nextRetry(writer.row.retry, failure, clock, limits);
  if (retry !== null) await writer.setRetry(retry);
  return retry !== null;
};

/** Waits for room, keeping what is here; false: there will be none. A request that must not be repeated has nothing to wait for. */
const outlastFullDisk = async (parts: RecordParts, mark: Mark): Promise<boolean> => {
  const { writer, waits, clock, limits, signal } = parts;
  if (writer.row.request.method !== 'GET' || (await cannotFit(parts))) return false;
  const retry = nextRetry(writer.row.retry, { heard: true, retryAfter: null }, clock, limits);
  if (retry === null) return false;
  await writer.setRetry({ ...retry, notBefore: clock.now() }).catch((error: unknown) => {
    // Remembered in the row as soon as that can be written again.
    if (!(error instanceof OutOfSpace)) throw error;
  });
  await waits.wait({ for: 'space' }, signal, mark);
  return true;
};

/** What this record is known to need is more than the browser would give bodies if all the rest were empty. */
const cannotFit = async ({ writer, quota }: RecordParts): Promise<boolean> => (writer.row.validators?.length ?? writer.stored) > (await quota()) - RESERVE_SIZE;

const settleWithoutSpace = async ({ writer }: RecordParts): Promise<Result> => {
  await writer.discard();
  await writer.settle('quota-exceeded');
  return 'quota-exceeded';
};

const settle = async (parts: RecordParts, result: Result): Promise<Result> => {
  const { writer } = parts;
  const { integrity } = writer.row.request;
  const kept = result === 'success' || result === 'bad-status';
  const final = kept && integrity !== '' && !(await parts.matchesIntegrity(await writer.readBody(), integrity)) ? 'fetch-error' : result;
  await writer.settle(final);
  return final;
};
