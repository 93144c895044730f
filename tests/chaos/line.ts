import type { ServerResponse } from 'node:http';
import type { Answer } from '../fixtures/server/file.ts';
import { createCoverage, type Coverage } from './coverage.ts';

/**
 * The server's end of every connection on which the job's files go out. Counts bytes that go out for the first time: what is sent again after a death
 * moves nothing, so that what a seed does at a byte it does at that byte in every run.
 */
export interface Line {
  /** How a file answers. */
  answerFor(file: { path: string; size: number }): Answer;
  /** Bytes served for the first time, of all files. */
  readonly fresh: number;
  /** When the last byte went out, fresh or not: milliseconds since the epoch. */
  readonly movedAt: number;
  /** No fresh byte goes out beyond this many. */
  stopAt(fresh: number): void;
  /** Resolves when so many have gone out. */
  reached(fresh: number): Promise<void>;
  /** For all connections together, from now on. */
  setSpeed(bytesPerSecond: number): void;
  /** Nothing goes out for so long. */
  stall(milliseconds: number): void;
  /** Nothing more goes out on the connections there are. */
  silence(): void;
  reset(): void;
  /** Closed in good order, the rest of the body missing. */
  cut(): void;
  /** Resolves when no connection is left. */
  quiet(): Promise<void>;
}

/** Milliseconds between two pieces: short enough for a reader to see a stream. */
const TICK = 10;
const LARGEST_PIECE = 262_144;

/** @param share what one connection gets of the pace, at most: from several of them a body then comes faster */
export const createLine = (share = 1): Line => {
  const covered = new Map<string, Coverage>();
  /** Open connections, and when the next piece is due on each. */
  const open = new Map<ServerResponse, number>();
  const silent = new WeakSet<ServerResponse>();
  /** What waits for something to change. */
  let waiting: (() => void)[] = [];
  let fresh = 0;
  let movedAt = Date.now();
  let limit = Infinity;
  let speed = Infinity;
  let stalledUntil = 0;
  /** When the next piece is due on any of them. */
  let due = 0;

  const changed = (): void => {
    const woken = waiting;
    waiting = [];
    for (const wake of woken) wake();
  };
  const change = (milliseconds?: number): Promise<void> =>
    new Promise((resolve) => {
      waiting.push(resolve);
      if (milliseconds !== undefined) setTimeout(resolve, milliseconds);
    });
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) await change();
  };

  const enter = (response: ServerResponse): void => {
    if (open.has(response)) return;
    open.set(response, 0);
    response.once('close', () => {
      open.delete(response);
      changed();
    });
  };

  /** When so many bytes more are due at this pace, after the last ones were. A connection that had nothing to give does not make up for it. */
  const next = (last: number, bytes: number, pace: number): number => Math.max(last, Date.now() - TICK) + (bytes / pace) * 1000;

  const pass = async ({ path, size }: { path: string; size: number }, position: number, response: ServerResponse): Promise<number> => {
    enter(response);
    const coverage = covered.get(path) ?? createCoverage();
    covered.set(path, coverage);
    for (;;) {
      if (response.destroyed) return 0;
      const known = coverage.coveredFrom(position);
      const allowed = known > position ? known - position : Math.min(limit - fresh, coverage.nextFrom(position) - position);
      const wait = Math.max(due, open.get(response)!, stalledUntil) - Date.now();
      if (silent.has(response) || allowed <= 0) await change();
      else if (wait > 0) await change(wait);
      else {
        const bytes = Math.min(allowed, size - position, LARGEST_PIECE, Math.max(1, Math.ceil((speed * share * TICK) / 1000)));
        due = next(due, bytes, speed);
        open.set(response, next(open.get(response)!, bytes, speed * share));
        movedAt = Date.now();
        if (known === position) {
          coverage.add(position, position + bytes);
          fresh += bytes;
          changed();
        }
        return bytes;
      }
    }
  };

  return {
    answerFor: (file) => ({ valve: (position, response) => pass(file, position, response) }),
    get fresh() {
      return fresh;
    },
    get movedAt() {
      return movedAt;
    },
    stopAt: (fresh) => {
      limit = fresh;
      changed();
    },
    reached: (bytes) => until(() => fresh >= bytes),
    setSpeed: (bytesPerSecond) => {
      speed = bytesPerSecond;
    },
    stall: (milliseconds) => {
      stalledUntil = Date.now() + milliseconds;
    },
    silence: () => {
      for (const response of open.keys()) silent.add(response);
    },
    reset: () => {
      for (const response of open.keys()) response.socket?.resetAndDestroy();
    },
    cut: () => {
      for (const response of open.keys()) {
        silent.add(response);
        response.socket?.end();
      }
    },
    quiet: () => until(() => open.size === 0),
  };
};
