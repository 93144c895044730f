import { expect, test, vi } from 'vitest';
import type { Find } from '../protocol/ui';
import { ORIGIN, setUp } from './fixtures';
import { glanceAtJobs, listJobs } from './list-jobs';
import { createUICalls } from './ui-calls';
import { deliveryAttempted, dropData, remove, settle } from './transitions';

/** Two that run, and four that have ended, each a second after the other. */
const history = async () => {
  const world = setUp();
  const db = await world.open();
  const running = [await world.start({ id: 'runs' }), await world.start({ id: 'runs too' })];
  const ended: string[] = [];
  for (let second = 1; second <= 4; second++) {
    const job = await world.start({ id: `ended ${second}` });
    await world.arrive(job);
    await settle(db, job.key, second * 1_000);
    ended.unshift(job.key);
  }
  const glance = async (finished: number) => {
    const { jobs, more } = await glanceAtJobs(world.freshContext(), finished);
    return { keys: jobs.map(({ job }) => job).toSorted(), more };
  };
  const keys = (count: number): string[] => [...running.map(({ key }) => key), ...ended.slice(0, count)].toSorted();
  return { ...world, db, ended, glance, keys };
};

test('a glance finds all that are active and so many of those that ended last', async () => {
  const { glance, keys } = await history();
  expect(await glance(1)).toEqual({ keys: keys(1), more: true });
  expect(await glance(3)).toEqual({ keys: keys(3), more: true });
  expect(await glance(4)).toEqual({ keys: keys(4), more: false });
  expect(await glance(1_000)).toEqual({ keys: keys(4), more: false });
});

test('what was taken off the list is on neither, and each view is the same in both', async () => {
  const { db, ended, glance, keys, freshContext } = await history();
  await remove(db, ended[0]!, 9_000);
  expect((await glance(1_000)).keys).toEqual(keys(4).filter((key) => key !== ended[0]));
  const context = freshContext();
  const whole = await listJobs(context);
  const { jobs } = await glanceAtJobs(context, 1_000);
  expect(new Map(jobs.map((view) => [view.job, view]))).toEqual(new Map(whole.map((view) => [view.job, view])));
});

test('sums go with the data of a job: a long history leaves none to be read', async () => {
  const { db, ended } = await history();
  await deliveryAttempted(db, ended[0]!, { kind: 'handled', rejected: false }, 1_000, 5_000);
  expect(await dropData(db, ended[0]!, 1_000)).not.toBeNull();
  expect(await db.getAllKeys('tallies')).not.toContain(ended[0]);
  expect(await db.count('tallies')).toBe(5);
});

/** Copies of a real row: far more than one chunk, several of which ended at once, each seventh failed and each eleventh cancelled. */
const longHistory = async (count: number) => {
  const world = await history();
  const model = (await world.db.get('jobs', world.ended[0]!))!;
  const tx = world.db.transaction('jobs', 'readwrite');
  for (let n = 0; n < count; n++) {
    const failureReason = n % 7 === 0 ? 'fetch-error' : n % 11 === 0 ? 'aborted' : '';
    const phase = { ...model.phase, settledAt: 100_000 - Math.floor(n / 3) * 1_000, failureReason } as typeof model.phase;
    void tx.store.put({ ...model, key: `copy-${n}`, id: `copy ${n}`, title: n % 100 === 0 ? `Rain ${n}` : `Film ${n}`, phase });
  }
  await tx.done;
  const find = async (finished: number, find: Partial<Find>) => {
    const { jobs, more } = await glanceAtJobs(world.freshContext(), finished, { words: '', locale: 'en', failed: false, ...find });
    return { jobs: jobs.filter(({ result }) => result !== ''), active: jobs.filter(({ result }) => result === '').length, more };
  };
  return { ...world, find };
};

test('words are looked for in the whole history, and what is found comes with all that are active', async () => {
  const { find } = await longHistory(1_300);
  const rain = await find(100, { words: ' RAIN ' });
  expect(rain).toMatchObject({ active: 2, more: false });
  expect(rain.jobs.map(({ title }) => title).toSorted()).toEqual(Array.from({ length: 13 }, (_, n) => `Rain ${n * 100}`).toSorted());
  expect((await find(100, { words: `film ${ORIGIN} 1299` })).jobs).toMatchObject([{ job: 'copy-1299' }]);
  expect(await find(100, { words: 'snow' })).toEqual({ jobs: [], active: 2, more: false });
});

test('of those found the last are given, to the number asked for, and that there are more is told', async () => {
  const { find } = await longHistory(1_300);
  const some = await find(3, { words: 'rain' });
  expect(some.more).toBe(true);
  expect(some.jobs.map(({ title }) => title).toSorted()).toEqual(['Rain 0', 'Rain 100', 'Rain 200']);
  expect(await find(13, { words: 'rain' })).toMatchObject({ more: false });
  const failed = await find(1_000, { failed: true });
  expect(failed).toMatchObject({ more: false });
  expect(failed.jobs).toHaveLength(186);
  expect(new Set(failed.jobs.map(({ failureReason }) => failureReason))).toEqual(new Set(['fetch-error']));
});

test('no more of the history is read than is asked for, and all of it is where as much is', async () => {
  const { glance, db } = await longHistory(1_300);
  const read = vi.spyOn(IDBIndex.prototype, 'getAll');
  const { keys, more } = await glance(100);
  const results = read.mock.results.map(({ value }) => ((value as IDBRequest<unknown[]>).result).length);
  read.mockRestore();
  expect([keys.length, more, Math.max(...results)]).toEqual([102, true, 102]);
  expect((await glance(10_000)).keys).toHaveLength(await db.count('jobs'));
});

test('what is about to go is not found', async () => {
  const { db, find } = await longHistory(200);
  await remove(db, 'copy-100', 9_000);
  expect((await find(10, { words: 'rain' })).jobs.map(({ title }) => title)).toEqual(['Rain 0']);
});

const find: Find = { words: '', locale: 'en', failed: false };
test.each([
  { finished: 0, find: null },
  { finished: 10_001, find: null },
  { finished: 1.5, find: null },
  { finished: '5', find: null },
  { finished: null, find: null },
  { finished: 5 },
  { finished: 5, find: 'rain' },
  { finished: 5, find: { ...find, words: null } },
  { finished: 5, find: { ...find, locale: 'no locale' } },
  { finished: 5, find: { ...find, locale: 5 } },
  { finished: 5, find: { ...find, failed: 'yes' } },
  null,
])('a glance by %j is refused', async (payload) => {
  const { glance } = createUICalls(setUp().freshContext(), {} as never);
  await expect(glance(payload as never)).rejects.toMatchObject({ code: 'malformed' });
});

test('a search by a book is refused', async () => {
  const { glance } = createUICalls(setUp().freshContext(), {} as never);
  await expect(glance({ finished: 5, find: { ...find, words: 'x'.repeat(1_001) } })).rejects.toMatchObject({ code: 'too-large' });
});
