import { FetchAsError, type FetchedResponse } from '../fetch-as/types';
import { drain, StreamErrored } from './drain';
import { comesInParts, isThatPart, type Part } from './parts';
import type { Validators } from './record-row';
import { send, type FetchParts } from './send';
import { ifRangeOf } from './validators';
import { createWatch } from './watch';

/**
 * More connections for one large body, for as long as each step makes it come faster. While one reads it from the beginning, the others fetch parts from the end
 * towards that one, so that it has to be cut off only once, where they meet.
 */
export interface Split {
  /** Begins no more parts; resolves when those under way have ended. */
  finish(): Promise<void>;
  /** The same, without waiting for their bytes: what came is kept. Rejects with what a part's bytes could not be stored for. */
  end(): Promise<void>;
}

const NONE: Split = { finish: async () => {}, end: async () => {} };

/**
 * @param fetched the response whose body is being read from where the record's beginning ends
 * @param askedTo position up to which bytes have been asked for from there
 */
export const splitABody = (parts: FetchParts, fetched: FetchedResponse, askedTo: () => number): Split => {
  const { writer, clock, limits, throttle, unsplit } = parts;
  const { request, validators } = writer.row;
  const { host } = new URL(request.url);
  // With a limit on the pace there is nothing to be won.
  if (validators?.length == null || throttle.piece !== null || unsplit.has(host) || !comesInParts(writer.row, fetched)) return NONE;
  if (validators.length - writer.length < limits.splitLeast) return NONE;

  const stop = new AbortController();
  const lanes: Promise<void>[] = [];
  let running = 0;
  /** Where the parts fetched so far begin. */
  let frontier = writer.nextAhead ?? validators.length;
  let finishing = false;
  /** Lanes whose first bytes have not come yet. */
  let starting = 0;

  const claim = (): Part | null => {
    const left = frontier - Math.max(writer.length, askedTo());
    // Smaller towards the end, so that all come to it together.
    const size = Math.min(limits.partMost, Math.max(limits.partLeast, Math.floor(left / (2 * (running + 1)))));
    if (finishing || left < 2 * size) return null;
    const part = { start: frontier - size, end: frontier };
    frontier = part.start;
    return part;
  };

  const lane = async (): Promise<void> => {
    let flowing = false;
    const flows = (): void => {
      if (!flowing) starting--;
      flowing = true;
    };
    try {
      for (;;) {
        const release = parts.spare();
        if (release === null) return;
        try {
          const part = claim();
          if (part === null) return;
          const outcome = await fetchPart(parts, part, validators, stop.signal, flows);
          if (outcome === 'refused') {
            finishing = true;
            unsplit.add(host);
          }
          if (outcome !== 'done') return;
        } finally {
          release();
        }
      }
    } finally {
      running--;
      flows();
    }
  };

  const grow = (count: number): void => {
    for (let added = 0; added < count; added++) {
      running++;
      starting++;
      const ended = lane();
      // Told by `end`.
      ended.catch(() => (finishing = true));
      lanes.push(ended);
    }
  };

  let best = 0;
  let cancel = (): void => {};
  const measure = (): void => {
    const [before, since] = [writer.stored, clock.now()];
    cancel = clock.after(limits.paceTime, () => {
      const pace = (writer.stored - before) / (clock.now() - since);
      // Nothing is known before every connection gives bytes.
      if (starting > 0 || pace === 0) return measure();
      if (pace <= best * limits.paceGain || pace * 1000 >= limits.paceEnough) return;
      best = pace;
      grow(Math.max(1, running));
      measure();
    });
  };
  measure();

  const finish = async (): Promise<void> => {
    finishing = true;
    cancel();
    await Promise.allSettled(lanes);
  };
  return {
    finish,
    end: async () => {
      stop.abort(new Error('ended'));
      await finish();
      await Promise.all(lanes);
    },
  };
};

/** `refused`: the server does not answer with that part. `failed`: it broke off; what came is kept. Rejects with what storage threw. */
const fetchPart = async (parts: FetchParts, { start, end }: Part, validators: Validators, signal: AbortSignal, flows: () => void): Promise<'done' | 'refused' | 'failed'> => {
  const { writer, clock, limits } = parts;
  if (signal.aborted) return 'failed';
  const watch = createWatch(signal, clock);
  try {
    const fetched = await send(parts, watch, { start, end: end - 1, ifRange: ifRangeOf(validators) });
    if (fetched.body === null || !isThatPart(fetched, { start, end }, validators)) return 'refused';
    const span = writer.beginPart(start, end);
    if (span === null) return 'failed';
    const room = (): number => {
      if (span.length > 0) flows();
      return end - span.end;
    };
    try {
      await drain(fetched.body, end - start, { ...parts, span, room, watch, stall: limits.stall });
    } finally {
      writer.endPart(span);
    }
    return span.end === end ? 'done' : 'failed';
  } catch (error) {
    if (watch.signal.aborted || error instanceof StreamErrored || error instanceof FetchAsError) return 'failed';
    throw error;
  } finally {
    // Also ends a body that nobody has read to its end.
    watch.end();
  }
};
