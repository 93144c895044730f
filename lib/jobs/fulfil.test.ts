import { expect, test, vi } from 'vitest';
import { KEEP_FOR, READERS_GRACE, RETRY_GRACE } from './delivery-policy';
import { listeningWorker } from './fixtures';
import type { SaveRow } from './save-row';
import { atomically } from './db';
import { dropData, keepForRetry } from './transitions';
import { world } from './world.mocks';

/** A world in which the end of a job is told, and what was wished for it fails for as long as `fails`. */
const wishful = () => {
  const home = world();
  const wish = { fails: true, tries: 0 };
  const notified: string[] = [];
  const background = () =>
    home.background(listeningWorker(), {
      onEnded: async ({ id }) => notified.push(id),
      fulfil: async () => {
        wish.tries++;
        if (wish.fails) throw new Error('full');
      },
    });
  /** A job with its data, whose event was handled. */
  const end = async ({ supervisor }: ReturnType<typeof background>) => {
    const job = await home.start();
    await home.arrive(job);
    supervisor.jobAccepted(job.key);
    await vi.waitFor(async () => expect(await home.delivery(job.key)).toMatchObject({ state: 'over', data: true }));
    return job.key;
  };
  return { ...home, wish, notified, background, end };
};

test('a wish that fails is tried each minute, also by the next background; who was told of the end is not told again', async () => {
  const { wish, notified, background, end, job, clock } = wishful();
  const first = background();
  const key = await end(first);
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ untold: 1_000, announced: true }));
  await vi.waitFor(() => expect(first.alarms.at(-1), 'before anything else is due').toBe(61_000));
  clock.time += 60_000;
  await first.supervisor.tick();
  await vi.waitFor(() => expect(wish.tries).toBe(2));
  const second = background();
  await second.supervisor.boot();
  await vi.waitFor(() => expect(wish.tries).toBe(3));
  await vi.waitFor(() => expect(second.alarms.at(-1)).toBe(clock.time + 60_000));
  wish.fails = false;
  await vi.waitFor(async () => {
    await second.supervisor.tick();
    expect(await job(key)).not.toHaveProperty('untold');
  });
  expect(await job(key)).not.toHaveProperty('announced');
  expect([wish.tries, notified]).toEqual([4, ['episode']]);
  await second.supervisor.tick();
  await vi.waitFor(() => expect(second.alarms.at(-1)).toBe(1_000 + READERS_GRACE));
  expect(wish.tries).toBe(4);
});

test('a tick does not tell what is just being told', async () => {
  const { background, start, job } = world();
  const told = Promise.withResolvers<void>();
  let tellings = 0;
  const { supervisor } = background(listeningWorker(), { onEnded: async () => (tellings++, told.promise) });
  const { key } = await start();
  await supervisor.abort(key);
  await supervisor.tick();
  expect(tellings).toBe(1);
  told.resolve();
  await vi.waitFor(async () => expect(await job(key)).not.toHaveProperty('untold'));
});

test('bytes that a wish is for stay, also where others want their room, until it is done', async () => {
  const { wish, background, end, memory, clock, start } = wishful();
  const here = background();
  const { supervisor, asked } = here;
  await end(here);
  clock.time += 2 * READERS_GRACE;
  await supervisor.tick();
  const large = await start({ id: 'large' });
  supervisor.jobAccepted(large.key);
  await vi.waitFor(() => expect(asked).toContain('run'));
  const full = () => supervisor.transfers.progress!({ job: large.key, downloaded: 0, uploaded: 0, waiting: { for: 'space' } });
  full();
  await supervisor.tick();
  expect(memory.folders.size).toBe(1);
  wish.fails = false;
  await vi.waitFor(async () => {
    await supervisor.tick();
    expect(memory.folders.size).toBe(0);
  });
});

test('a wish that always fails is given up when the fetch is old', async () => {
  const { background, end, memory, clock, job, wish } = wishful();
  const here = background();
  const key = await end(here);
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ announced: true }));
  clock.time = 1_000 + KEEP_FOR;
  await vi.waitFor(async () => {
    await here.supervisor.tick();
    expect([memory.folders.size, await job(key)]).toEqual([0, undefined]);
  });
  const { tries } = wish;
  await here.supervisor.tick();
  expect(wish.tries).toBe(tries);
});

test('no wish keeps what the person has taken off the list', async () => {
  const { background, end, memory, clock, job } = wishful();
  const here = background();
  const key = await end(here);
  await vi.waitFor(async () => expect(await job(key)).toMatchObject({ announced: true }));
  await here.supervisor.remove(key);
  clock.time += 60_000;
  await here.supervisor.tick();
  expect([memory.folders.size, await job(key)]).toEqual([0, undefined]);
});

test.each([
  ['running', true],
  ['paused', false],
] as const)('a save that is %s keeps what the person has taken off the list: %s', async (state, keeps) => {
  const { background, end, memory, clock, job, open, wish } = wishful();
  wish.fails = false;
  const here = background();
  const key = await end(here);
  await (await open()).put('saves', { save: 'save', job: key, index: 0, from: 'stored', state } as SaveRow);
  await here.supervisor.remove(key);
  clock.time += 60_000;
  await here.supervisor.tick();
  expect([memory.folders.size, (await job(key)) !== undefined]).toEqual([keeps ? 1 : 0, keeps]);
});

test.each(['running', 'paused', 'failed', 'done', 'cancelled'] as const)('bytes of a save that is %s', async (state) => {
  const { background, end, memory, clock, open, wish } = wishful();
  wish.fails = false;
  const here = background();
  const job = await end(here);
  await (await open()).put('saves', { save: 'save', job, index: 0, from: 'stored', state } as SaveRow);
  clock.time += 2 * READERS_GRACE;
  await here.supervisor.tick();
  expect(memory.folders.size).toBe(state === 'running' || state === 'paused' ? 1 : 0);
});

test('a sweep that is overtaken by a save’s failing drops nothing', async () => {
  const { background, end, clock, open, delivery } = wishful();
  const job = await end(background());
  const db = await open();
  await atomically(db, ['jobs'], 'strict', (tx) => keepForRetry(tx, job, clock.time));
  expect(await delivery(job)).toMatchObject({ keepUntil: clock.time + RETRY_GRACE });
  expect(await dropData(db, job, KEEP_FOR, clock.time + READERS_GRACE)).toBeNull();
  expect(await dropData(db, job, KEEP_FOR, clock.time + RETRY_GRACE)).not.toBeNull();
  expect(await atomically(db, ['jobs'], 'strict', (tx) => keepForRetry(tx, job, clock.time)), 'there is nothing to keep').toBeNull();
});
