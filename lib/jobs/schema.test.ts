import { expect, test, vi } from 'vitest';
import { jobsDatabase } from './db';
import { KEEP_FOR, REMOVE_GRACE } from './delivery-policy';
import { FROZEN, FROZEN_AT, FROZEN_BYTES, FROZEN_JOBS } from './schema.mocks';
import { MIGRATIONS } from './schema';
import { createUICalls } from './ui-calls';
import { world } from './world.mocks';

const { running, paused, due, over } = FROZEN_JOBS;

/** The disk as that version has left it. */
const frozenWorld = async (version: number) => {
  const name = crypto.randomUUID();
  await new Promise((resolve, reject) => {
    const opening = indexedDB.open(name, version);
    opening.onupgradeneeded = () => FROZEN[version]!(opening.result, opening.transaction!);
    opening.onerror = reject;
    opening.onsuccess = () => {
      opening.result.close();
      resolve(null);
    };
  });
  const home = world(jobsDatabase(name));
  home.clock.time = FROZEN_AT + 60_000;
  for (const job of [running, paused, due]) home.memory.store(job, '0-0-0', FROZEN_BYTES);
  return home;
};

test('every version but the last is frozen', () => {
  expect(Object.keys(FROZEN).map(Number)).toEqual(Array.from({ length: MIGRATIONS.length - 1 }, (_, index) => index + 1));
});

test.each(Object.keys(FROZEN).map(Number))('version %i: what runs goes on from its byte, what is paused stays so until it is resumed', async (version) => {
  const { background, journal, memory, write, delivery, job, events } = await frozenWorld(version);
  const { context, supervisor, asked } = background();
  const listed = await createUICalls(context, supervisor).list(null);
  expect(listed.map(({ job: key }) => key).toSorted()).toEqual(Object.values(FROZEN_JOBS).toSorted());
  await supervisor.boot();
  await vi.waitFor(() => expect(asked).toContain('run'));
  expect(await journal.totals(running)).toEqual({ downloaded: 2, uploaded: 0 });
  expect(await journal.unsettled(running, -1, 10)).toMatchObject([{ index: 0, segments: [{ name: '0-0-0', size: 2 }], request: { headers: [['x-site', 'yes']], body: null } }]);
  await write((await job(running))!, 0, { result: 'success', segments: [memory.store(running, '0-0-0', FROZEN_BYTES)] });
  supervisor.transfers.finished!({ job: running });
  await vi.waitFor(async () => expect(await delivery(running)).toMatchObject({ state: 'over', heard: true }));
  const event = events.find(({ registration }) => registration.id === 'running')!;
  expect(await new Blob(event.records[0]!.body!).text()).toBe(FROZEN_BYTES);

  expect(await job(paused)).toMatchObject({ phase: { state: 'active', paused: 'user' } });
  expect(await supervisor.resume(paused)).toBe(true);
});

test.each(Object.keys(FROZEN).map(Number))('version %i: an event that was due comes with its bytes, and what is over goes in its time or is removed', async (version) => {
  const { background, delivery, job, events, clock, faults } = await frozenWorld(version);
  const { supervisor } = background();
  await supervisor.boot();
  await vi.waitFor(async () => expect(await delivery(due)).toMatchObject({ state: 'over', heard: true }));
  const event = events.find(({ registration }) => registration.id === 'due')!;
  expect(await new Blob(event.records[0]!.body!).text()).toBe(FROZEN_BYTES);

  expect(await supervisor.remove(due)).toBe(true);
  clock.time += REMOVE_GRACE;
  await supervisor.tick();
  expect([await job(due), (await job(over)) !== undefined]).toEqual([undefined, true]);
  clock.time = FROZEN_AT + KEEP_FOR;
  await supervisor.tick();
  expect(await job(over)).toBeUndefined();
  expect(faults).toEqual([]);
});
