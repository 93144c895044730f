/** What a contender costs the machine while it runs: memory of all its browser's processes, and their processor time. */

import type { Driver } from '../fixtures/drivers/driver.ts';

export interface Costs {
  /** Bytes above idle, at the highest. */
  memory: number;
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

export const costsOf = async (driver: Driver, work: () => Promise<unknown>): Promise<Costs> => {
  const idle = await idleMemory(driver);
  const cpuBefore = await driver.cpuSeconds();
  let peak = idle;
  let done = false;
  const watching = (async () => {
    while (!done) {
      peak = Math.max(peak, await driver.memory());
      await new Promise((resume) => setTimeout(resume, EVERY));
    }
  })();
  try {
    await work();
  } finally {
    done = true;
    await watching;
  }
  return { memory: peak - idle, cpu: (await driver.cpuSeconds()) - cpuBefore };
};
