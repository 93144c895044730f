export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** [0, 1) */
  random(): number;
  /** Runs once after `delay` milliseconds; returns its cancellation. */
  after(delay: number, run: () => void): () => void;
}

/** What a timer can hold; longer delays would fire at once. */
const LONGEST_DELAY = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  after: (delay, run) => {
    const timer = setTimeout(run, Math.min(delay, LONGEST_DELAY));
    return () => clearTimeout(timer);
  },
};
