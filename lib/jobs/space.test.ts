import { expect, test, vi } from 'vitest';
import { request } from './fixtures';
import { world } from './world.mocks';

test('what waits for space gets what finished jobs can spare, first the data that would go first, and never what waits for its site', async () => {
  const { start, arrive, background, outcomes, clock, memory, delivery } = world();
  const { supervisor, asked } = background();
  const finished = async (id: string, how: object) => {
    const job = await start({ id });
    await arrive(job);
    supervisor.jobAccepted(job.key);
    await vi.waitFor(async () => expect(await delivery(job.key)).toMatchObject(how));
    clock.time += 1_000;
    return job.key;
  };
  const [first, second] = [await finished('first', { state: 'over' }), await finished('second', { state: 'over' })];
  outcomes.push({ kind: 'inactive' });
  const waiting = await finished('waiting', { state: 'due', notBefore: clock.time + 60_000 });
  const { key } = await start({ id: 'large' });
  supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toContain('run'));
  const say = (full: boolean) => supervisor.transfers.progress!({ job: key, downloaded: 0, uploaded: 0, waiting: full ? { for: 'space' } : null });
  const folders = () => [...memory.folders.keys()];

  say(true);
  say(true);
  await vi.waitFor(() => expect(asked.filter((order) => order === 'roomMade')).toHaveLength(1));
  expect(folders()).toEqual([second, waiting]);
  say(true);
  await vi.waitFor(() => expect(folders()).toEqual([waiting]));
  await vi.waitFor(() => expect(asked.filter((order) => order === 'roomMade')).toHaveLength(2));
  expect(await delivery(first)).toMatchObject({ state: 'over', data: false });
  say(true);
  await supervisor.tick();
  expect(folders(), 'this one is nobody else’s').toEqual([waiting]);
  await vi.waitFor(() => expect(asked.filter((order) => order === 'roomMade').length, 'somebody may have made room').toBeGreaterThan(2));
});

test('what waits for space gets what another fetch leaves behind that ends meanwhile', async () => {
  const { start, arrive, background, memory } = world();
  const { supervisor, asked } = background();
  const [other, large] = [await start({ id: 'other', requests: [request(), request()] }), await start({ id: 'large' })];
  await arrive(other);
  for (const { key } of [other, large]) supervisor.jobAccepted(key);
  await vi.waitFor(() => expect(asked).toEqual(['run', 'run']));
  supervisor.transfers.progress!({ job: large.key, downloaded: 0, uploaded: 0, waiting: { for: 'space' } });

  await supervisor.abort(other.key);
  await vi.waitFor(() => expect(asked).toContain('roomMade'));
  expect([...memory.folders.keys()]).toEqual([]);
});
