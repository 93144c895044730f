import { expect, test } from 'vitest';
import { createSaveCalls, withoutDownloads } from './save-calls';
import type { Saves } from './saves';

const setUp = () => {
  const asked: unknown[][] = [];
  const note =
    (name: string) =>
    async (...values: unknown[]): Promise<never[]> => {
      asked.push([name, ...values]);
      return [];
    };
  const saves = Object.fromEntries(['list', 'save', 'saveDirectly', 'pause', 'resume', 'cancel', 'show'].map((name) => [name, note(name)])) as unknown as Saves;
  return { asked, calls: createSaveCalls(saves, { all: note('all'), set: note('set') as never }) };
};

test('each call comes to what it names', async () => {
  const { asked, calls } = setUp();
  await calls.saves(null);
  await calls.save({ job: 'j', index: null });
  await calls.save({ job: 'j', index: 3 });
  await calls.saveDirectly({ job: 'j' });
  for (const call of ['pauseSave', 'resumeSave', 'cancelSave', 'showSave'] as const) expect(await calls[call]({ save: 's' })).toBeNull();
  await calls.alwaysSaved(null);
  expect(await calls.setAlwaysSave({ origin: 'https://a.example', always: true })).toBeNull();
  expect(asked).toEqual([
    ['list'],
    ['save', 'j', null],
    ['save', 'j', 3],
    ['saveDirectly', 'j'],
    ['pause', 's'],
    ['resume', 's'],
    ['cancel', 's'],
    ['show', 's'],
    ['all'],
    ['set', 'https://a.example', true],
  ]);
});

test.each([
  ['save', { job: 'j', index: -1 }],
  ['save', { job: 'j' }],
  ['save', { job: 7, index: null }],
  ['saveDirectly', null],
  ['pauseSave', { save: 5 }],
  ['cancelSave', { save: 'x'.repeat(37) }],
  ['setAlwaysSave', { origin: 'https://a.example/path', always: true }],
  ['setAlwaysSave', { origin: 'https://a.example', always: 1 }],
] as const)('%s with %j is refused, and nothing is done', async (call, payload) => {
  const { asked, calls } = setUp();
  await expect((async () => (calls[call] as (payload: unknown) => unknown)(payload))()).rejects.toMatchObject({ code: 'malformed' });
  expect(asked).toEqual([]);
});

test('without a download manager nothing is saved, and everything that would says so', () => {
  expect([withoutDownloads.saves(null), withoutDownloads.alwaysSaved(null)]).toEqual([[], []]);
  expect(() => withoutDownloads.save({ job: 'j', index: null })).toThrow(expect.objectContaining({ code: 'invalid-state' }));
});
