import { expect, test, vi } from 'vitest';
import { KEEP_FOR, READERS_GRACE, RETRY_GRACE } from '../jobs/delivery-policy';
import { ORIGIN, request, setUp } from '../jobs/fixtures';
import { abort, deliveryAttempted, dropData, settle } from '../jobs/transitions';
import type { SaveView } from '../protocol/saves';
import { testDownloads } from './downloads.mocks';
import { createSaves } from './saves';

/** A disk and a download manager, on which backgrounds live and die. */
const world = () => {
  const clock = { time: 1_000_000 };
  const disk = setUp(() => clock.time);
  const downloads = testDownloads(() => clock.time);
  const blobs = { opened: 0, open: new Set<string>() };
  const background = ({ watched = true } = {}) => {
    downloads.forgetListeners();
    const context = disk.freshContext();
    const told: SaveView[] = [];
    if (watched) context.watchers.addUI({ changed: () => {}, removed: () => {}, consent: () => {}, settings: () => {}, save: (view) => told.push(view) });
    const busy: boolean[] = [];
    const host = {
      openBlob: async () => {
        const url = `blob:ours/${++blobs.opened}`;
        blobs.open.add(url);
        return url;
      },
      closeBlob: async (url: string) => void blobs.open.delete(url),
      keepAlive: (now: boolean) => busy.push(now),
    };
    const saves = createSaves(context, {
      downloads: downloads.manager,
      extensionId: 'ours',
      host,
      abort: async (job) => abort(await disk.open(), job, null, clock.time),
    });
    return { saves, told, busy };
  };
  /** A job that has ended with that many files. */
  const finished = async (count = 1): Promise<string> => {
    const job = await disk.start({ requests: Array.from({ length: count }, (_, index) => request(`${ORIGIN}/file-${index}.mp3`)) });
    for (let index = 0; index < count; index++) await disk.arrive(job, index);
    await settle(await disk.open(), job.key, clock.time);
    return job.key;
  };
  const rows = async () => (await disk.open()).getAll('saves');
  return { ...disk, clock, downloads, blobs, background, finished, rows };
};

const states = async ({ list }: { list(): Promise<SaveView[]> }): Promise<string[]> => (await list()).map(({ state }) => state);

test('all files of a job go to the disk, six at a time, in a folder of the site', async () => {
  const { downloads, background, finished, blobs, faults } = world();
  const { saves, told, busy } = background();
  expect(await saves.save(await finished(8), null)).toHaveLength(8);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(6));
  expect(downloads.items[0]).toMatchObject({ url: 'blob:ours/1', filename: '/home/person/site.example/file' });
  expect(busy.at(-1), 'their addresses last no longer than the background').toBe(true);
  for (const { id } of [...downloads.items]) downloads.completes(id, 5);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(8));
  for (const { id } of downloads.items.slice(6)) downloads.completes(id, 5);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(Array.from({ length: 8 }, () => 'done')));
  await vi.waitFor(() => expect([blobs.open.size, busy.at(-1)]).toEqual([0, false]));
  expect(told.filter(({ state }) => state === 'done')).toHaveLength(8);
  expect(faults).toEqual([]);
});

test('a file that is on its way is not saved twice; one that is there is, when the person asks again', async () => {
  const { downloads, background, finished, rows } = world();
  const { saves } = background();
  const job = await finished();
  await saves.save(job, 0);
  await saves.save(job, null);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
  downloads.completes(1, 5);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(['done']));
  await saves.save(job, 0);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(2));
  expect(await rows()).toHaveLength(1);
});

test('only what is here whole is saved', async () => {
  const { background, start } = world();
  const { saves } = background();
  const job = await start();
  for (const index of [0, null]) await expect(saves.save(job.key, index)).rejects.toMatchObject({ code: 'invalid-state' });
  await expect(saves.save('unknown', null)).rejects.toMatchObject({ code: 'gone' });
  await expect(saves.save(job.key, 9)).rejects.toMatchObject({ code: 'gone' });
});

test('a background that dies before it has asked asks after its next start; one that has asked does not ask again', async () => {
  const { downloads, background, finished } = world();
  downloads.manager.download = () => new Promise(() => {});
  const first = background();
  await first.saves.save(await finished(), null);
  downloads.manager.download = async ({ url, filename }) => downloads.add({ id: 41, url: url!, filename: filename! }).id;
  const second = background();
  await second.saves.boot();
  expect(downloads.items.map(({ id }) => id)).toEqual([41]);
  const third = background();
  await third.saves.boot();
  expect(downloads.items).toHaveLength(1);
  downloads.completes(41, 5);
  await vi.waitFor(async () => expect(await states(third.saves)).toEqual(['done']));
});

const lost = (more: object) => ({ state: 'interrupted' as const, canResume: false, ...more });

test.each([
  ['knows no more', null],
  ['lost in a crash', lost({ error: 'CRASH' })],
  ['lost as the browser was closed', lost({ error: 'USER_SHUTDOWN' })],
  ['has begun again from an address that is dead', lost({ error: 'NETWORK_FAILED' })],
  ['takes for paused', lost({ paused: true, canResume: true })],
  ['takes for complete, though most of it is missing', { state: 'complete' as const, bytesReceived: 2, totalBytes: 5, fileSize: 3 }],
])('a save whose download the manager %s after a start of the browser is begun again by itself, once', async (_, end) => {
  const { downloads, background, finished, rows, clock } = world();
  const first = background({ watched: false });
  await first.saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1, filename: 'file' }]));
  const browserEnds = () => {
    downloads.forgetListeners();
    clock.time += 60_000;
    if (end) Object.assign(downloads.items.at(-1)!, end);
    else downloads.items.length = 0;
  };
  browserEnds();
  const second = background({ watched: false });
  await second.saves.boot();
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'running', url: 'blob:ours/2', download: downloads.items.at(-1)!.id }]));
  expect(downloads.items[0]!.paused, 'nobody goes on with the old one').toBe(false);
  browserEnds();
  const third = background({ watched: false });
  await third.saves.boot();
  await vi.waitFor(async () => expect(await states(third.saves)).toEqual(['failed']));
  expect((await third.saves.list())[0]).toMatchObject({ resumable: false });
  expect(downloads.removed, 'no file is left that looks like the whole').toEqual(end && 'fileSize' in end ? [1, 2] : []);
});

test('one that dies with its old address after the start has the same', async () => {
  const { downloads, background, finished, rows } = world();
  await background({ watched: false }).saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1, filename: 'file' }]));
  await background({ watched: false }).saves.boot();
  downloads.happens(1, lost({ error: 'NETWORK_FAILED' }));
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'running', download: 2 }]));
});

test.each([0, 1, 2])('the same where the word of their ends comes %s turns after the start of a background', async (turns) => {
  const { downloads, background, finished, rows } = world();
  await background({ watched: false }).saves.save(await finished(2), null);
  const named = { download: expect.any(Number), filename: 'file' };
  await vi.waitFor(async () => expect(await rows()).toMatchObject([named, named]));
  const booting = background({ watched: false }).saves.boot();
  for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setTimeout(resolve));
  for (const id of [1, 2]) downloads.happens(id, lost({ error: 'CRASH' }));
  await booting;
  await vi.waitFor(async () => expect(await rows()).toMatchObject([3, 4].map(() => ({ state: 'running', again: true, download: expect.toSatisfy((id: number) => id > 2) }))));
});

test('the same where the background died before it wrote which download it is', async () => {
  const { downloads, background, finished, rows, open } = world();
  await background({ watched: false }).saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1, filename: 'file' }]));
  const [row] = await rows();
  await (await open()).put('saves', { ...row!, download: null, waiting: row!.since });
  Object.assign(downloads.items[0]!, lost({ error: 'USER_SHUTDOWN' }));
  await background({ watched: false }).saves.boot();
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'running', again: true, download: 2 }]));
});

test.each([
  ['the disk was full', { error: 'FILE_NO_SPACE' }, 'failed'],
  ['the person cancelled it', { error: 'USER_CANCELED' }, 'cancelled'],
])('what ended while nobody was there since %s is not begun again', async (_, end, state) => {
  const { downloads, background, finished, rows } = world();
  await background({ watched: false }).saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1, filename: 'file' }]));
  Object.assign(downloads.items[0]!, lost(end));
  await background({ watched: false }).saves.boot();
  expect([await rows(), downloads.items.length]).toMatchObject([[{ state }], 1]);
});

test('a save that is paused in the browser’s own list keeps its address; after the browser’s end it has failed', async () => {
  const { downloads, background, finished, rows } = world();
  const { saves, busy } = background({ watched: false });
  await saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1, filename: 'file' }]));
  downloads.happens(1, { paused: true });
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'paused' }]));
  await saves.list();
  expect(busy.at(-1)).toBe(true);
  Object.assign(downloads.items[0]!, lost({ paused: true, canResume: true }));
  const next = background({ watched: false });
  await next.saves.boot();
  await vi.waitFor(() => expect(next.busy.at(-1)).toBe(false));
  expect([await rows(), downloads.items]).toMatchObject([[{ state: 'failed' }], [{ paused: false }]]);
});

test('a save that has failed keeps its bytes for another try, whether it fails after the site has had them or before', async () => {
  const { downloads, background, finished, rows, open, clock } = world();
  const { saves } = background({ watched: false });
  const over = (job: string) => open().then((db) => deliveryAttempted(db, job, { kind: 'handled', rejected: false }, KEEP_FOR, clock.time));
  const keptUntil = async (job: string) => {
    const row = await (await open()).get('jobs', job);
    return row?.phase.state === 'settled' && row.phase.delivery.state === 'over' ? row.phase.delivery.keepUntil : null;
  };
  const [after, before, done] = [await finished(), await finished(), await finished()] as [string, string, string];
  await over(after);
  for (const job of [after, before, done]) {
    clock.time++;
    await saves.save(job, null);
  }
  await vi.waitFor(() => expect(downloads.items).toHaveLength(3));
  clock.time += 60_000;
  downloads.completes(3, 5);
  for (const id of [1, 2]) downloads.happens(id, lost({ error: 'FILE_NO_SPACE' }));
  await vi.waitFor(async () => expect((await rows()).map(({ state }) => state).toSorted()).toEqual(['done', 'failed', 'failed']));
  await over(before);
  await over(done);
  expect([await keptUntil(after), await keptUntil(before), await keptUntil(done)]).toEqual([clock.time + RETRY_GRACE, clock.time + RETRY_GRACE, clock.time + READERS_GRACE]);
  await dropData(await open(), after, KEEP_FOR);
  await saves.save(before, null);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(4));
});

test('what was promised is written in the room that is kept; what is asked for now is not', async () => {
  const { background, finished, rows, downloads } = world();
  const { saves } = background({ watched: false });
  const [asked, promised] = [await finished(), await finished()];
  let full = true;
  vi.stubGlobal('navigator', { storage: { getDirectory: async () => ({ removeEntry: async () => void (full = false) }) } });
  const { put } = IDBObjectStore.prototype;
  const disk = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, ...row) {
    if (full) throw new DOMException('full', 'QuotaExceededError');
    return put.apply(this, row);
  });
  try {
    await expect(saves.save(asked, null)).rejects.toMatchObject({ name: 'QuotaExceededError' });
    expect(full).toBe(true);
    await saves.saveUnasked(promised);
    expect(full).toBe(false);
    await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
    await vi.waitFor(async () => expect(await rows()).toMatchObject([{ job: promised, download: 1, filename: 'file' }]));
  } finally {
    disk.mockRestore();
    vi.unstubAllGlobals();
  }
});

test.each([
  ['FILE_NO_SPACE', 'disk-full'],
  ['FILE_ACCESS_DENIED', 'no-permission'],
  ['NETWORK_DISCONNECTED', 'network'],
  ['SERVER_FORBIDDEN', 'server'],
  ['CRASH', 'other'],
])('a download interrupted by %s has failed: %s', async (reason, error) => {
  const { downloads, background, finished } = world();
  const { saves } = background();
  await saves.save(await finished(), null);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
  downloads.happens(1, { state: 'interrupted', error: reason as never, canResume: false });
  await vi.waitFor(async () => expect(await saves.list()).toMatchObject([{ state: 'failed', error }]));
});

test('what the manager refuses has failed, and is in the log; the next one has its turn', async () => {
  const { downloads, background, finished, faults } = world();
  const { saves } = background();
  downloads.refuse.download = new Error('no such folder');
  await saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(['failed']));
  expect(faults).toEqual(['saves: Error: no such folder']);
  downloads.refuse.download = null;
  await saves.save(await finished(), null);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
});

test('a job that runs becomes a plain download, with pause, resume and cancel', async () => {
  const { downloads, background, start, open } = world();
  const { saves } = background();
  const job = await start();
  expect(await saves.saveDirectly(job.key)).toMatchObject([{ from: 'direct', total: null }]);
  await vi.waitFor(() => expect(downloads.items).toMatchObject([{ url: `${ORIGIN}/file` }]));
  expect(await (await open()).get('jobs', job.key)).toMatchObject({ phase: { failureReason: 'aborted' } });
  await vi.waitFor(async () => expect(await saves.list()).toMatchObject([{ state: 'running', resumable: true }]));
  const [{ save }] = (await saves.list()) as [SaveView];
  await expect(saves.resume(save)).rejects.toMatchObject({ code: 'invalid-state' });
  await saves.pause(save);
  expect(await states(saves)).toEqual(['paused']);
  await expect(saves.pause(save)).rejects.toMatchObject({ code: 'invalid-state' });
  await saves.resume(save);
  expect(await states(saves)).toEqual(['running']);
  await saves.cancel(save);
  expect(await saves.list()).toMatchObject([{ state: 'cancelled', error: null, resumable: false }]);
});

test('a job with one file that may not be direct is left as it is', async () => {
  const { downloads, background, start, open, rows } = world();
  const { saves } = background();
  const job = await start({ requests: [request(`${ORIGIN}/file`), request('https://cdn.example/file')] });
  await expect(saves.saveDirectly(job.key)).rejects.toMatchObject({ code: 'invalid-state' });
  expect([downloads.items, await rows(), (await (await open()).get('jobs', job.key))?.phase.state]).toEqual([[], [], 'active']);
});

test('what waits is cancelled without the download manager', async () => {
  const { downloads, background, finished } = world();
  const { saves } = background();
  await saves.save(await finished(7), null);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(6));
  const last = (await saves.list()).at(-1)!;
  await saves.cancel(last.save);
  expect((await saves.list()).at(-1)).toMatchObject({ state: 'cancelled' });
  downloads.completes(1, 5);
  await vi.waitFor(async () => expect((await states(saves))[0]).toBe('done'));
  expect(downloads.items).toHaveLength(6);
});

test('a save is cancelled at whatever step it is', async () => {
  const left = await Promise.all(
    Array.from({ length: 60 }, async (_, turns) => {
      const { downloads, background, start } = world();
      const { saves } = background();
      const job = await start();
      const [{ save }] = (await saves.saveDirectly(job.key)) as [SaveView];
      for (let turn = 0; turn < turns; turn++) await new Promise((resolve) => setImmediate(resolve));
      await saves.cancel(save);
      for (let look = 0; look < 20 && (await states(saves))[0] === 'running'; look++) await new Promise((resolve) => setTimeout(resolve, 20));
      return [turns, ...(await states(saves)), ...downloads.items.map(({ state }) => state)].join(' ');
    }),
  );
  expect(left.filter((end) => !/^\d+ cancelled( interrupted)?$/.test(end))).toEqual([]);
});

test('a download that a dead background asked for, and did not take down, is cancelled with its save', async () => {
  const { downloads, background, start } = world();
  downloads.manager.download = async ({ url }) => {
    downloads.add({ id: 41, url: url! });
    return new Promise(() => {});
  };
  const [{ save }] = (await background().saves.saveDirectly((await start()).key)) as [SaveView];
  await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
  const { saves } = background();
  await saves.cancel(save);
  expect(downloads.items).toMatchObject([{ state: 'interrupted', error: 'USER_CANCELED' }]);
  expect(await saves.list()).toMatchObject([{ state: 'cancelled', error: null }]);
});

test('a file is shown where it is; one that the person has moved is said to be gone', async () => {
  const { downloads, background, finished } = world();
  const { saves } = background();
  const [{ save }] = (await saves.save(await finished(), null)) as [SaveView];
  await expect(saves.show(save)).rejects.toMatchObject({ code: 'invalid-state' });
  await vi.waitFor(() => expect(downloads.items).toHaveLength(1));
  downloads.completes(1, 5);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(['done']));
  await saves.show(save);
  expect(downloads.shown).toEqual([1]);
  downloads.items[0]!.exists = false;
  await expect(saves.show(save)).rejects.toMatchObject({ code: 'gone' });
  expect(await saves.list()).toMatchObject([{ state: 'failed', error: 'gone' }]);
});

test('with a job its saves go: what we feed is cancelled, what the manager fetches by itself goes on', async () => {
  const { downloads, background, finished, start, rows, blobs } = world();
  const { saves } = background();
  const stored = await finished();
  const direct = await start({ id: 'direct' });
  await saves.save(stored, null);
  await saves.saveDirectly(direct.key);
  await vi.waitFor(() => expect(downloads.items).toHaveLength(2));
  expect(await saves.knows(stored)).toBe(true);
  await saves.forgotten(stored);
  await saves.forgotten(direct.key);
  expect(await rows()).toEqual([]);
  expect(await saves.knows(stored)).toBe(false);
  expect(downloads.items.map(({ state }) => state)).toEqual(['interrupted', 'in_progress']);
  expect(blobs.open.size).toBe(0);
});

test('saves of jobs that went while nobody was there go with the next start', async () => {
  const { background, finished, rows, open } = world();
  const job = await finished();
  const { saves } = background();
  await saves.save(job, null);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(['running']));
  await (await open()).delete('jobs', job);
  await background().saves.boot();
  expect(await rows()).toEqual([]);
});

test('a save that ends after its job went leaves no row that nobody would find', async () => {
  const { downloads, background, finished, rows, open } = world();
  const job = await finished();
  const { saves } = background();
  await saves.save(job, null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1 }]));
  await (await open()).delete('jobs', job);
  downloads.completes(1, 5);
  await vi.waitFor(async () => expect(await rows()).toEqual([]));
});

test('a start reads no save that has ended, however many there are', async () => {
  const { background, finished, open } = world();
  const { saves } = background();
  await saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await states(saves)).toEqual(['running']));
  const db = await open();
  const [row] = await db.getAll('saves');
  for (const state of ['done', 'failed', 'cancelled'] as const) await db.put('saves', { ...row!, save: state, download: 90, state });
  const read: unknown[] = [];
  const { getAll } = IDBIndex.prototype;
  const store = vi.spyOn(IDBObjectStore.prototype, 'getAll').mockImplementation(() => expect.unreachable('the whole store'));
  const index = vi.spyOn(IDBIndex.prototype, 'getAll').mockImplementation(function (this: IDBIndex, query, count) {
    read.push(`${this.name} ${query as string}`);
    return getAll.call(this, query, count);
  });
  try {
    await background().saves.boot();
  } finally {
    store.mockRestore();
    index.mockRestore();
  }
  expect(read.slice(0, 2)).toEqual(['state running', 'state paused']);
});

test('what an earlier look has seen is not written over what a later one has', async () => {
  const { downloads, background, finished, rows } = world();
  const { saves, busy } = background({ watched: false });
  await saves.save(await finished(), null);
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ download: 1 }]));
  await saves.list();
  const { search } = downloads.manager;
  const gate = Promise.withResolvers<void>();
  downloads.manager.search = async (query) => {
    downloads.manager.search = search;
    const seen = await search(query);
    await gate.promise;
    return seen;
  };
  const early = saves.list();
  await vi.waitFor(() => expect(downloads.manager.search).toBe(search));
  downloads.completes(1, 5);
  // Time for a later look to overtake the early one.
  for (let task = 0; task < 20; task++) await new Promise((resolve) => setTimeout(resolve));
  gate.resolve();
  await early;
  await vi.waitFor(async () => expect(await rows()).toMatchObject([{ state: 'done' }]));
  await vi.waitFor(() => expect(busy.at(-1)).toBe(false));
});

test('a save that nobody knows is gone', async () => {
  const { saves } = world().background();
  for (const act of ['pause', 'resume', 'cancel', 'show'] as const) await expect(saves[act]('unknown')).rejects.toMatchObject({ code: 'gone' });
});
