import { expect, test } from 'vitest';
import { setUp } from './fixtures';
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

test.each([0, 1_001, 1.5, '5', null])('a glance at %j jobs that have ended is refused', async (finished) => {
  const { glance } = createUICalls(setUp().freshContext(), {} as never);
  await expect(glance({ finished } as never)).rejects.toMatchObject({ code: 'malformed' });
});
