import type { Clock } from './clock';

/** A limit on the pace of all transfers together. */
export interface Throttle {
  /** Bytes a second; null: none. Holds for what waits already, too. */
  configure(bytesPerSecond: number | null): void;
  /** Runs `run` whenever there is a limit from now on; returns its end. */
  heed(run: () => void): () => void;
  /** Bytes that are worth a request of their own at this pace; null where there is no limit. */
  readonly piece: number | null;
  /** Resolves when so many bytes, which are here already, have had their time. Rejects with the signal's reason. */
  pass(bytes: number, signal: AbortSignal): Promise<void>;
}

/** Milliseconds that a piece takes. Shorter ones cost more requests; longer ones lie in the browser's memory where it reads ahead. */
const PIECE_TIME = 4_000;
/** Bytes. */
export const LEAST_PIECE = 256 * 1024;

export const createThrottle = (clock: Clock): Throttle => {
  let pace: number | null = null;
  /** When the bytes passed so far have had their time. */
  let free = 0;
  let last = 0;
  const waiting = new Set<() => void>();
  const heeding = new Set<() => void>();
  return {
    configure: (bytesPerSecond) => {
      pace = bytesPerSecond;
      free = clock.now();
      for (const go of [...waiting]) go();
      if (pace !== null) for (const run of [...heeding]) run();
    },
    heed: (run) => {
      heeding.add(run);
      return () => void heeding.delete(run);
    },
    get piece() {
      return pace === null ? null : Math.max(LEAST_PIECE, Math.ceil((pace * PIECE_TIME) / 1000));
    },
    pass: (bytes, signal) => {
      if (pace === null) return Promise.resolve();
      const now = clock.now();
      // A clock that was set back must not keep all transfers for so long.
      if (now < last) free -= last - now;
      last = now;
      free = Math.max(free, now) + (bytes / pace) * 1000;
      return new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const leave = (): void => {
          cancel();
          waiting.delete(go);
          signal.removeEventListener('abort', stop);
        };
        const go = (): void => {
          leave();
          resolve();
        };
        const stop = (): void => {
          leave();
          reject(signal.reason);
        };
        const cancel = clock.after(free - clock.now(), go);
        waiting.add(go);
        signal.addEventListener('abort', stop);
      });
    },
  };
};
