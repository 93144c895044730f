import { beforeEach, expect, test, vi } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import type { Settings } from '../protocol/settings';
import { migrated, toStored } from './migrations';
import { asSettings, DEFAULTS } from './normalise';
import { createSettings } from './settings';

const { local, sync } = fakeBrowser.storage as never as Record<'local' | 'sync', never>;
const faults: unknown[] = [];
const create = () => createSettings({ local, sync, onFault: (_, error) => faults.push(error) });
beforeEach(() => {
  fakeBrowser.reset();
  faults.length = 0;
});

test('nothing stored is the defaults; what is set is kept, and the rest stays', async () => {
  expect(await create().get()).toEqual(DEFAULTS);
  expect(await create().set({ connections: 3 })).toEqual({ ...DEFAULTS, connections: 3 });
  expect(await create().get()).toEqual({ ...DEFAULTS, connections: 3 });
});

test.each<[Partial<Settings>, Partial<Settings>]>([
  [{ connections: 0 }, { connections: 1 }],
  [{ connections: 1e9 }, { connections: 48 }],
  [{ connections: 2.6 }, { connections: 3 }],
  [{ connectionsPerHost: 7 }, { connectionsPerHost: 6 }],
  [{ keepDays: -1 }, { keepDays: 1 }],
  [{ keepDays: Infinity }, { keepDays: 90 }],
  [{ speedLimit: 1 }, { speedLimit: 10_000 }],
  [{ speedLimit: null }, { speedLimit: null }],
])('%j is moved to %j', async (given, kept) => {
  expect(await create().set(given)).toMatchObject(kept);
});

test.each([null, [], { connections: '3' }, { connections: NaN }, { defaultConsent: 'granted' }, { onMetered: null }, { notifyDone: 1 }, { speedLimit: false }])(
  '%j is malformed and changes nothing',
  async (payload) => {
    await expect(create().set(payload)).rejects.toMatchObject({ code: 'malformed' });
    expect(await create().get()).toEqual(DEFAULTS);
  },
);

test('changes made at once are all kept', async () => {
  const settings = create();
  await Promise.all([settings.set({ connections: 3 }), settings.set({ keepDays: 30 }), settings.set({ notifyDone: false })]);
  expect(await settings.get()).toEqual({ ...DEFAULTS, connections: 3, keepDays: 30, notifyDone: false });
});

test('a change is told with what was before, whoever made it; the same again is none', async () => {
  const told: [Settings, Settings][] = [];
  create().onChange((now, before) => told.push([now, before]));
  await create().set({ keepDays: 30 });
  await create().set({ keepDays: 30 });
  await fakeBrowser.storage.local.set({ other: 1 });
  await create().clear();
  const changed = { ...DEFAULTS, keepDays: 30 };
  expect(told).toEqual([
    [changed, DEFAULTS],
    [DEFAULTS, changed],
  ]);
});

test('only the harmless ones travel to the person’s other browsers, and come from there', async () => {
  const settings = create();
  await settings.set({ notifyDone: false, defaultConsent: 'block', connections: 2 });
  expect(await fakeBrowser.storage.sync.get()).toEqual({ settings: { notifyDone: false, notifyFailed: true } });
  await fakeBrowser.storage.sync.set({ settings: { notifyDone: true, notifyFailed: false, defaultConsent: 'allow', connections: 48 } });
  await vi.waitFor(async () => expect(await settings.get()).toMatchObject({ notifyDone: true, notifyFailed: false, defaultConsent: 'block', connections: 2 }));
  expect(faults).toEqual([]);
});

test('what is stored and of no known meaning is the default, member by member', () => {
  expect(asSettings({ connections: 'many', keepDays: 3, speedLimit: {}, other: 1 })).toEqual({ ...DEFAULTS, keepDays: 3 });
});

test('older settings go through every step since, and no other', () => {
  const steps = [
    (values: object) => ({ ...values, first: true }),
    (values: object) => ({ ...values, second: true }),
  ];
  expect(migrated({ version: 0, values: { a: 1 } }, steps)).toEqual({ a: 1, first: true, second: true });
  expect(migrated({ version: 1, values: { a: 1 } }, steps)).toEqual({ a: 1, second: true });
  expect(migrated(toStored({ a: 1 }, steps), steps)).toEqual({ a: 1 });
  expect(migrated({ version: 9, values: { a: 1 } }, steps)).toEqual({ a: 1 });
  for (const damaged of [undefined, null, 5, {}, { version: 1 }, { version: 1, values: null }]) expect(migrated(damaged, steps)).toEqual({});
});
