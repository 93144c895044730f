import type { ServerResponse } from 'node:http';
import type { Answer } from '../fixtures/server/file.ts';

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
  /** For each connection from now on. */
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

export const createLine = (): Line => {
  const high = new Map<string, number>();
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

  const pass = async ({ path, size }: { path: string; size: number }, position: number, response: ServerResponse): Promise<number> => {
    enter(response);
    for (;;) {
      if (response.destroyed) return 0;
      const best = high.get(path) ?? 0;
      const allowed = position < best ? best - position : limit - fresh;
      const due = Math.max(open.get(response)!, stalledUntil) - Date.now();
      if (silent.has(response) || allowed <= 0) await change();
      else if (due > 0) await change(due);
      else {
        const bytes = Math.min(allowed, size - position, LARGEST_PIECE, Math.max(1, Math.ceil((speed * TICK) / 1000)));
        const ended = Math.max(best, position + bytes);
        open.set(response, Math.max(open.get(response)!, Date.now() - TICK) + (bytes / speed) * 1000);
        high.set(path, ended);
        fresh += ended - best;
        movedAt = Date.now();
        if (ended > best) changed();
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
