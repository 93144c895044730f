import type { Clock } from './clock';
import type { Limits } from './limits';

/**
 * Whether bytes may come faster than they are stored: looked at anew after every so many of them. A browser that reads ahead of us without end keeps
 * the difference in its memory.
 */
export interface Outrun {
  /** @param bytes so far. @param storing milliseconds that it has taken so far to store them */
  isLikely(bytes: number, storing: number): boolean;
}

export const watchOutrun = (clock: Clock, { firstOutrunLook, outrunLook, paceEnough }: Limits): Outrun => {
  let look = firstOutrunLook;
  let last = { bytes: 0, storing: 0, at: clock.now() };
  return {
    isLikely: (bytes, storing) => {
      if (bytes - last.bytes < look) return false;
      const now = { bytes, storing, at: clock.now() };
      const time = now.at - last.at;
      const likely = (now.bytes - last.bytes) * 1000 > paceEnough * time || (now.storing - last.storing) * 2 > time;
      last = now;
      look = outrunLook;
      return likely;
    },
  };
};
