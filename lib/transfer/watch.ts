import type { Clock } from './clock';

/** A signal for one fetch: aborts with the outer one, and when the fetch makes no sound for too long. */
export interface Watch {
  readonly signal: AbortSignal;
  /** Rejects with the signal's reason; never resolves. */
  readonly aborted: Promise<never>;
  /** The next sound is due within `time` milliseconds; null: whenever it likes. */
  expect(time: number | null): void;
  /** Ends the fetch, if it still runs, and the watch. */
  end(): void;
}

export const createWatch = (outer: AbortSignal, clock: Clock): Watch => {
  const controller = new AbortController();
  let cancel = (): void => {};
  const follow = (): void => controller.abort(outer.reason);
  outer.throwIfAborted();
  outer.addEventListener('abort', follow);
  const { signal } = controller;
  const aborted = new Promise<never>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));
  aborted.catch(() => {});
  return {
    signal,
    aborted,
    expect: (time) => {
      cancel();
      cancel = time === null ? () => {} : clock.after(time, () => controller.abort(new DOMException('no byte for too long', 'TimeoutError')));
    },
    end: () => {
      cancel();
      outer.removeEventListener('abort', follow);
      controller.abort();
    },
  };
};
