/** What happens in a run, all of it determined by the seed. */

import type { Driver, Piece } from '../fixtures/drivers/driver.ts';
import { createRandom, type Random } from './random.ts';

export type Act =
  | { do: 'kill'; piece: Piece | 'browser' }
  /** Closes the site's tab, or opens one where there is none. */
  | { do: 'tab' }
  /** No network until the extension has found out. */
  | { do: 'offline' }
  /** The person pauses, and goes on when every connection is gone. */
  | { do: 'pause' }
  /** Every connection is reset, or closed in good order though the body is not at its end. */
  | { do: 'reset' | 'cut' }
  /** Open connections fall silent for good; the person pauses and goes on. */
  | { do: 'silence' }
  | { do: 'stall' | 'refuse'; seconds: number }
  /** Connections are reset, and the next so many requests of every file get 503 with Retry-After. */
  | { do: 'unavailable'; times: number; seconds: number }
  | { do: 'speed'; bytesPerSecond: number };

export interface Step {
  /** Bytes of the job served for the first time: the byte that follows goes out only after the act. */
  at: number;
  act: Act;
}

export interface Plan {
  seed: number;
  files: { path: string; size: number; seed: number }[];
  /** Bytes of all files. */
  size: number;
  saysTotal: boolean;
  /** Of all connections together. */
  bytesPerSecond: number;
  steps: Step[];
  /** While the site's handler runs. */
  inHandler: Act | null;
  /** How many connections it takes to get that pace. */
  connections: number;
}

const MB = 1_000_000;

/** What can die in this browser. */
const PIECES: Record<'firefox' | 'chromium', readonly (Piece | 'browser')[]> = {
  firefox: ['transfer worker', 'background', 'site worker', 'browser'],
  chromium: ['transfer worker', 'offscreen document', 'background', 'site worker', 'browser'],
};

/** @param size megabytes; null: as the seed says */
export const makePlan = (seed: number, browser: Exclude<Driver['name'], 'native'>, size: number | null): Plan => {
  const random = createRandom(seed);
  const drawn = random.between(200, 500);
  const total = (size ?? drawn) * MB + random.between(0, 9_999);
  // Slower than a machine with other work takes it in: Firefox keeps in memory what nobody has read yet, and that dies with it.
  const bytesPerSecond = random.between(12, 24) * MB;
  /** So many to a job of that size; a smaller one gets fewer, for each may cost its part. */
  const count = (least: number, most: number): number => Math.max(1, Math.round(random.between(least, most) * Math.min(1, total / (200 * MB))));
  const kill = (): Act => ({ do: 'kill', piece: random.of(PIECES[browser]) });
  const acts = [
    ...Array.from({ length: count(2, 4) }, kill),
    ...Array.from({ length: count(3, 5) }, () => makeFault(random)),
    ...Array.from({ length: count(1, 3) }, () => makeHandling(random)),
  ];
  const steps = acts.flatMap((act) => stepsOf(act, random.between(1, total - 1), total, bytesPerSecond));
  // Each file has an open segment, and a death takes them all.
  const files = total >= 200 * MB && random.once(3) ? random.between(2, 3) : 1;
  return {
    seed,
    files: divide(total, files, random).map((size, index) => ({ path: `/file-${index}`, size, seed: index + 1 })),
    size: total,
    saysTotal: random.once(2),
    bytesPerSecond,
    steps: steps.toSorted((a, b) => a.at - b.at),
    inHandler: random.once(2) ? random.of([kill(), { do: 'tab' } satisfies Act]) : null,
    // A large body is then fetched in parts, from its end, too.
    connections: random.of([1, 3, 6]),
  };
};

const makeFault = (random: Random): Act =>
  random.of<() => Act>([
    () => ({ do: 'reset' }),
    () => ({ do: 'cut' }),
    () => ({ do: 'silence' }),
    () => ({ do: 'stall', seconds: random.between(1, 3) }),
    () => ({ do: 'refuse', seconds: random.between(1, 3) }),
    () => ({ do: 'unavailable', times: random.between(1, 2), seconds: random.between(1, 2) }),
    () => ({ do: 'speed', bytesPerSecond: random.between(500, 2_000) * 1000 }),
  ])();

const makeHandling = (random: Random): Act => random.of<Act>([{ do: 'tab' }, { do: 'offline' }, { do: 'pause' }]);

/** A slow phase ends after a second's worth of bytes. */
const stepsOf = (act: Act, at: number, total: number, bytesPerSecond: number): Step[] =>
  act.do === 'speed' ? [{ at, act }, { at: Math.min(total - 1, at + act.bytesPerSecond), act: { do: 'speed', bytesPerSecond } }] : [{ at, act }];

/** Parts of any size, none of them empty. */
const divide = (total: number, count: number, random: Random): number[] => {
  const cuts = Array.from({ length: count - 1 }, () => random.between(1, total - 1)).toSorted((a, b) => a - b);
  return [...cuts, total].map((cut, index) => cut - (cuts[index - 1] ?? 0)).filter((size) => size > 0);
};

export const describeAct = (act: Act): string => {
  const { do: what, ...rest } = act;
  return [what, ...Object.entries(rest).map(([name, value]) => (typeof value === 'string' ? value : `${name} ${value}`))].join(' ');
};
