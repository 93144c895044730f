/** What a page pays that never heard of Background Fetch. */

import { setTimeout as delay } from 'node:timers/promises';
import type { Driver, Page } from '../../fixtures/drivers/driver.ts';
import { idleMemory } from '../costs.ts';

export const FRAMES = 100;

const addressOf = (origin: string, count: number): string => `${origin}/frames/?count=${count}`;

/** Milliseconds from the navigation to the end of the load event, which waits for every frame. */
const loadTime = (page: Page): Promise<number> =>
  page.evaluate(async () => {
    const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
    while (navigation!.loadEventEnd === 0) await new Promise((resume) => setTimeout(resume));
    return navigation!.loadEventEnd;
  });

export interface PageCost {
  /** Milliseconds. */
  load: number;
  /** Bytes that each frame adds. */
  frame: number;
}

export const pageCost = async (driver: Driver, origin: string): Promise<PageCost> => {
  const page = await driver.newPage(addressOf(origin, 0));
  const without = await idleMemory(driver);
  await page.goto(addressOf(origin, FRAMES));
  const load = await loadTime(page);
  const frame = ((await idleMemory(driver)) - without) / FRAMES;
  await page.close();
  return { load, frame };
};

/** Milliseconds, of each document of one page. */
export type ScriptTimes = Record<'bridge' | 'page' | 'nothing', number[]>;

/** @param driver with a {@link markedBuild} */
export const scriptTimes = async (driver: Driver, origin: string): Promise<ScriptTimes> => {
  const page = await driver.newPage(addressOf(origin, FRAMES));
  await loadTime(page);
  const times = await page.evaluate(() => {
    const timeOf = ({ performance }: Window, name: string): number => {
      const [begin, end] = ['begin', 'end'].map((when) => performance.getEntriesByName(`${name} ${when}`)[0]!.startTime);
      return end! - begin!;
    };
    const documents = [window, ...Array.from(document.querySelectorAll('iframe'), (frame) => frame.contentWindow!)];
    const timesOf = (name: string): number[] => documents.map((document) => timeOf(document, name));
    return { bridge: timesOf('bridge'), page: timesOf('page'), nothing: timesOf('nothing') };
  });
  await page.close();
  return times;
};

export interface WorkerCost {
  /** Milliseconds from `register()` until the worker is active. */
  register: number;
  /** Milliseconds of one `update()`, which finds nothing new. */
  update: number;
}

/** @param name `mentions` for a worker that gets the API where it is injected; any other for one that does not */
export const workerCost = (page: Page, name: string): Promise<WorkerCost> =>
  page.evaluate(async (name) => {
    const began = performance.now();
    const registration = await navigator.serviceWorker.register(`${name}.js`, { scope: `${name}/` });
    const worker = registration.installing ?? registration.waiting ?? registration.active!;
    await new Promise<void>((resolve) => {
      const look = (): void => {
        if (worker.state === 'activated') resolve();
      };
      worker.addEventListener('statechange', look);
      look();
    });
    const registered = performance.now();
    await registration.update();
    const updated = performance.now();
    await registration.unregister();
    return { register: registered - began, update: updated - registered };
  }, name);

export const openPlainPage = (driver: Driver, origin: string): Promise<Page> => driver.newPage(addressOf(origin, 0));

/** Resolves when it has stopped: Chromium only takes the order. */
export const stopBackground = async (driver: Driver): Promise<void> => {
  const given = Date.now() + 10_000;
  await driver.killBackground();
  while (await driver.backgroundRuns()) {
    if (Date.now() > given) throw new Error(`${driver.name}: the background does not stop`);
    await delay(20);
  }
};

/** A page that asks for the permission must start the background: else no start would be seen at all. */
const mustStart = async (driver: Driver, page: Page): Promise<void> => {
  await page.evaluate(async () => void (await navigator.permissions.query({ name: 'background-fetch' as PermissionName })));
  if (!(await driver.backgroundRuns())) throw new Error(`${driver.name}: a background that starts is not seen`);
};

/** Did loading a page of many frames start a background that was stopped? */
export const wakesBackground = async (driver: Driver, origin: string): Promise<boolean> => {
  // One that is stopped while it starts, or while its extension is being installed, comes back once more.
  const before = await openPlainPage(driver, origin);
  await mustStart(driver, before);
  await before.close();
  await idleMemory(driver);
  await stopBackground(driver);
  const page = await driver.newPage(addressOf(origin, FRAMES));
  await loadTime(page);
  const woken = await driver.backgroundRuns();
  await mustStart(driver, page);
  await page.close();
  return woken;
};
