import { readOn, type ReadOn } from './read-on';
import type { FetchParts } from './send';

/** What a second Worker has taken on of the rest. */
interface Shared {
  /** Position after its last byte. */
  end: number;
  /** Resolves when nothing more of it comes. True: it is whole. What it broke off for, a full disk among others, the first Worker meets as well. */
  ended: Promise<boolean>;
  stop(): void;
}

/** As `readOn`, with the second half of what is to come fetched by a second Worker at the same time: storing keeps one of them busier than the line does. */
export const readTogether = (parts: FetchParts, limit: () => number): ReadOn => {
  const { writer } = parts;
  const mine = readOn(parts, limit);
  let sharedTo = 0;
  return {
    get end() {
      return Math.max(mine.end, sharedTo);
    },
    run: async () => {
      for (;;) {
        // Asks first: to start a second Worker keeps the background busy.
        const running = mine.run();
        const shared = share(parts, limit());
        sharedTo = shared?.end ?? 0;
        try {
          await running;
        } catch (error) {
          shared?.stop();
          await shared?.ended;
          throw error;
        }
        const whole = (await shared?.ended) ?? false;
        // Where the second Worker was done first, its half lies ahead until now.
        writer.join();
        if (!whole || writer.length >= limit()) return;
      }
    },
  };
};

const share = ({ job, writer, clock, limits, throttle, spare, beginStretch, signal }: FetchParts, limit: number): Shared | null => {
  const left = Math.min(limit - writer.length, 2 * limits.stretchMost);
  // A limit on the pace leaves nothing to be won.
  if (beginStretch === null || left < limits.splitLeast || throttle.piece !== null) return null;
  const release = spare();
  if (release === null) return null;
  const releaseEarly = spare();
  const end = writer.length + left;
  const start = end - Math.floor(left / 2);
  const part = writer.beginPart(start, end);
  const stretch =
    part &&
    beginStretch({ job, row: { request: writer.row.request, validators: writer.row.validators }, start, end, names: writer.namesAhead(end - start), early: releaseEarly !== null }, (segment) => {
      if (writer.adopt(part, segment)) expectMore();
      else stop();
    });
  const stop = (): void => stretch?.stop();
  let cancel = (): void => {};
  const expectMore = (): void => {
    cancel();
    cancel = clock.after(limits.stretchSilence, stop);
  };
  expectMore();
  const unheed = throttle.heed(stop);
  signal.addEventListener('abort', stop);
  const leave = (): void => {
    cancel();
    unheed();
    signal.removeEventListener('abort', stop);
    release();
    releaseEarly?.();
    if (part) writer.endPart(part);
    writer.join();
  };
  if (!stretch) {
    leave();
    return null;
  }
  const ended = stretch.ended.then((how) => {
    leave();
    return how === 'done';
  });
  return { end, ended, stop };
};
