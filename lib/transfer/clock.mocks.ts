import type { Clock } from './clock';

/** Time that passes only when told to. */
export interface TestClock extends Clock {
  /** Runs what becomes due, with the microtasks in between. */
  advance(milliseconds: number): Promise<void>;
  /** Timers set. */
  readonly pending: number;
}

/** @param random what every draw gives */
export const testClock = (random = 0.5): TestClock => {
  let now = 1_000_000;
  const timers = new Set<{ due: number; run: () => void }>();
  // Turns enough for whatever was set off to come to rest at its next timer.
  const settle = async (): Promise<void> => {
    for (let turn = 0; turn < 30; turn++) await new Promise((resolve) => setImmediate(resolve));
  };
  return {
    now: () => now,
    random: () => random,
    after: (delay, run) => {
      const timer = { due: now + delay, run };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (milliseconds) => {
      await settle();
      for (const end = now + milliseconds; ; ) {
        const next = [...timers].filter(({ due }) => due <= end).sort((a, b) => a.due - b.due)[0];
        now = next ? Math.max(now, next.due) : end;
        if (!next) break;
        timers.delete(next);
        next.run();
        await settle();
      }
    },
    get pending() {
      return timers.size;
    },
  };
};
