import { DownloadTotalExceeded } from './drain';
import { readOn, type ReadOn } from './read-on';
import { OutOfSpace } from './segments/segment-store';
import type { FetchParts } from './send';

/** What a second Worker has taken on of the rest. */
interface Shared {
  start: number;
  end: number;
  /** Resolves when nothing more of it comes. True: it is whole. Rejects with OutOfSpace or DownloadTotalExceeded. */
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
          await shared?.ended.catch(() => {});
          throw error;
        }
        // A second Worker is of no use to one who could not go on himself.
        if (shared !== null && writer.length < shared.start) shared.stop();
        const whole = (await shared?.ended) ?? false;
        if (!whole || writer.length >= limit()) return;
      }
    },
  };
};

const share = ({ job, writer, clock, limits, throttle, unsplit, spare, beginStretch, signal }: FetchParts, end: number): Shared | null => {
  const left = Math.min(end - writer.length, 2 * limits.stretchMost);
  // A limit on the pace leaves nothing to be won.
  if (beginStretch === null || left < limits.splitLeast || throttle.piece !== null) return null;
  const release = spare();
  if (release === null) return null;
  const releaseEarly = spare();
  const stop = writer.length + left;
  const start = stop - Math.floor(left / 2);
  const part = writer.beginPart(start, stop);
  let exceeded = false;
  let cancel = (): void => {};
  const stretch =
    part &&
    beginStretch({ job, row: { request: writer.row.request, validators: writer.row.validators }, start, end: stop, names: writer.namesAhead(stop - start), early: releaseEarly !== null }, (segment) => {
      exceeded ||= !writer.adopt(part, segment);
      if (exceeded) cease();
      else expectMore();
    });
  const cease = (): void => stretch?.stop();
  const expectMore = (): void => {
    cancel();
    cancel = clock.after(limits.stretchSilence, cease);
  };
  expectMore();
  const unheed = throttle.heed(cease);
  signal.addEventListener('abort', cease);
  const leave = (): void => {
    cancel();
    unheed();
    signal.removeEventListener('abort', cease);
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
    if (exceeded) throw new DownloadTotalExceeded();
    if (how === 'out-of-space') throw new OutOfSpace('in a second Worker');
    if (how === 'refused') unsplit.add(new URL(writer.row.request.url).host);
    return how === 'done';
  });
  // Told where it is waited for.
  ended.catch(() => {});
  return { start, end: stop, ended, stop: cease };
};
