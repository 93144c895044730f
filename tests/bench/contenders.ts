/** Who fetches: each way of getting a load, over one interface. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Driver, Page } from '../fixtures/drivers/driver.ts';
import { bytesOf, pathsOf, type Load } from './loads.ts';

/** Milliseconds. */
export interface Times {
  /** From the call until the bytes are where they were wanted; for Background Fetch until the worker has its event. */
  total: number;
  /** From `backgroundFetch.fetch()` until its promise resolved. */
  promise?: number;
  /** From the last byte sent until the worker had its event. */
  event?: number;
  /** From the event until every byte was read in the worker. */
  read?: number;
  /** When the worker had its event: of the machine's clock, since 1970. */
  eventAt?: number;
}

export interface Contender {
  name: string;
  /** Whose memory and processor time it costs; null: a process of its own. */
  driver: Driver | null;
  run(load: Load, turn: string): Promise<Times>;
}

// Of fixtures/sites/bench/.
declare const fetchAway: (paths: string[]) => Promise<number>;
declare const cachePut: (paths: string[]) => Promise<number>;
declare const backgroundFetch: (id: string, paths: string[], downloadTotal: number) => Promise<{ called: number; promised: number }>;

export const curl = (origin: string): Contender => ({
  name: 'curl to a file',
  driver: null,
  run: async (load, turn) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'background-fetch-curl-'));
    try {
      const urls = pathsOf(load, turn).flatMap((url, index) => ['-o', path.join(folder, String(index)), origin + url]);
      const began = performance.now();
      const child = spawn('curl', ['--no-progress-meter', '--fail', '--parallel', '--parallel-max', '6', ...urls], { stdio: 'inherit' });
      const [code] = (await once(child, 'exit')) as [number];
      if (code !== 0) throw new Error(`curl ended with ${code}`);
      return { total: performance.now() - began };
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  },
});

export const byFetch = (name: string, driver: Driver, page: Page): Contender => ({
  name,
  driver,
  run: async (load, turn) => ({ total: await page.evaluate((paths) => fetchAway(paths), pathsOf(load, turn)) }),
});

export const byCachePut = (name: string, driver: Driver, page: Page): Contender => ({
  name,
  driver,
  run: async (load, turn) => ({ total: await page.evaluate((paths) => cachePut(paths), pathsOf(load, turn)) }),
});

export const byBackgroundFetch = (name: string, driver: Driver, page: Page, origin: string): Contender => ({
  name,
  driver,
  run: async (load, turn) => {
    const id = `${driver.name} ${turn}`;
    const { called, promised } = await page.evaluate((id, paths, total) => backgroundFetch(id, paths, total), id, pathsOf(load, turn), bytesOf(load));
    const answer = await fetch(`${origin}/report?id=${encodeURIComponent(id)}`);
    const report = (await answer.json()) as { type: string; event: number; read: number; bytes: number; lastByteAt: number };
    const { type, event, read, bytes, lastByteAt } = report;
    if (type !== 'backgroundfetchsuccess' || bytes !== bytesOf(load)) throw new Error(`${name}, ${load.name}: ${JSON.stringify(report)}`);
    return { total: event - called, promise: promised - called, event: event - lastByteAt, read: read - event, eventAt: event };
  },
});
