/** A browser whose extension has so many jobs: those that run are fetches of a real page, the others are rows. */

import type { Job } from '../../lib/jobs/model.ts';
import type { Driver } from '../fixtures/drivers/driver.ts';

export interface State {
  running: number;
  paused: number;
  finished: number;
}

// Of fixtures/sites/bench/.
declare const backgroundFetch: (id: string, paths: string[], downloadTotal: number) => Promise<unknown>;

/** Slow enough to outlast the bench. */
const FILE = { size: 40_000_000, rate: 20_000 };

const startFetches = async (driver: Driver, origin: string, count: number): Promise<void> => {
  const page = await driver.newPage(`${origin}/${driver.companion ? 'companion' : 'plain'}/`);
  await page.evaluate(
    async (count, { size, rate }) => {
      await navigator.serviceWorker.ready;
      for (let index = 0; index < count; index++) await backgroundFetch(`running ${index}`, [`/file/${index}?size=${size}&rate=${rate}`], size);
    },
    count,
    FILE,
  );
};

/** Copies of a real row, which must be there, so that this knows no more of rows than what it changes. */
export const addRows = async (driver: Driver, { paused, finished }: Omit<State, 'running'>): Promise<void> => {
  const page = await driver.extensionPage('icon/128.png');
  await page.evaluate(
    async (paused, finished) => {
      const answer = <Value>(request: IDBRequest<Value>): Promise<Value> =>
        new Promise((resolve, reject) => {
          request.onsuccess = () => resolve(request.result);
          request.onerror = () => reject(request.error!);
        });
      const db = await answer(indexedDB.open('background-fetch-anywhere'));
      const tx = db.transaction(['jobs', 'active', 'tallies'], 'readwrite');
      const [model] = (await answer(tx.objectStore('jobs').getAll())) as [Job];
      const add = (name: string, origin: string, minutesAgo: number, phase: Job['phase']): void => {
        const createdAt = Date.now() - minutesAgo * 60_000;
        const job = { ...model, key: crypto.randomUUID(), id: name, title: name, origin, scope: `${origin}/`, createdAt, downloaded: 12_345_678, phase };
        tx.objectStore('jobs').put(job);
        if (phase.state !== 'active') return;
        tx.objectStore('tallies').put({ job: job.key, settled: 0, downloaded: job.downloaded, uploaded: 0, failureReason: '' });
        tx.objectStore('active').put({ scope: job.scope, id: job.id, job: job.key, origin, createdAt, downloadTotal: job.downloadTotal });
      };
      for (let index = 0; index < paused; index++) add(`Paused ${index}`, `https://site${index % 20}.example`, index, { state: 'active', paused: 'user' });
      for (let index = 0; index < finished; index++) {
        const settledAt = Date.now() - index * 60_000;
        const delivery = { state: 'over' as const, heard: true, keepUntil: settledAt + 14 * 24 * 60 * 60_000, data: false };
        add(`Episode ${index}`, `https://site${index % 20}.example`, index + 1, { state: 'settled', failureReason: '', settledAt, delivery });
      }
      await new Promise((resolve) => tx.addEventListener('complete', resolve));
      db.close();
    },
    paused,
    finished,
  );
  await page.close();
};

export const seed = async (driver: Driver, origin: string, state: State): Promise<void> => {
  await startFetches(driver, origin, state.running);
  await addRows(driver, state);
  await driver.killBackground();
};
