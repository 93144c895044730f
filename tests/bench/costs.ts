/** What a contender costs the machine while it runs: memory of all its browser's processes, and their processor time. */

import type { Driver } from '../fixtures/drivers/driver.ts';
import type { Times } from './contenders.ts';

export interface Costs {
  /** Bytes above idle at the highest while the load comes. */
  memory: number;
  /** The same while a service worker reads it; null where none does. */
  memoryOfReading: number | null;
  /** Seconds of processor time. */
  cpu: number;
}

/** Milliseconds between two looks at the memory; each look takes the browser some time. */
const EVERY = 100;

/** The lowest of a few looks. */
export const idleMemory = async (driver: Driver): Promise<number> => {
  const looks: number[] = [];
  for (let look = 0; look < 5; look++) {
    looks.push(await driver.memory());
    await new Promise((resume) => setTimeout(resume, 2 * EVERY));
  }
  return Math.min(...looks);
};

export const costsOf = async (driver: Driver, work: () => Promise<Times>): Promise<Costs> => {
  const idle = await idleMemory(driver);
  const cpuBefore = await driver.cpuSeconds();
  const looks: { at: number; bytes: number }[] = [];
  let done = false;
  const watching = (async () => {
    while (!done) {
      looks.push({ at: Date.now(), bytes: await driver.memory() });
      await new Promise((resume) => setTimeout(resume, EVERY));
    }
  })();
  let times: Times;
  try {
    times = await work();
  } finally {
    done = true;
    await watching;
  }
  const { eventAt = Infinity } = times;
  const peak = (among: typeof looks): number => Math.max(0, ...among.map(({ bytes }) => bytes - idle));
  const reading = looks.filter(({ at }) => at >= eventAt);
  return {
    memory: peak(looks.filter(({ at }) => at < eventAt)),
    memoryOfReading: reading.length === 0 ? null : peak(reading),
    cpu: (await driver.cpuSeconds()) - cpuBefore,
  };
};
