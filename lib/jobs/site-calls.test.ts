import { expect, test, vi } from 'vitest';
import type { RegistrationProgress } from '../protocol/background-fetch';
import type { ErrandOutcome, MatchQuery } from '../protocol/site';
import { args, listeningWorker, ORIGIN, request, response, SCOPE, setUp } from './fixtures';
import { createSiteCalls } from './site-calls';
import { createSupervisor } from './supervisor';
import { createUICalls } from './ui-calls';

const OTHER = 'https://other.example';
const options = { ignoreSearch: false, ignoreMethod: false, ignoreVary: false };

interface Given {
  permission?: PermissionState;
  free?: number;
  deliver?: () => Promise<ErrandOutcome>;
  now?: () => number;
}

/** A background with its calls as sites of different origins reach them. */
const background = ({ permission = 'granted', free = 1e12, deliver = () => new Promise(() => {}), now = () => 1_000 }: Given = {}) => {
  const disk = setUp(now);
  const context = disk.freshContext();
  const worker = listeningWorker();
  const opened: string[] = [];
  const focused: string[] = [];
  /** Of every origin: what the browser shows. */
  const tabs = [`${ORIGIN}/shown`, `${OTHER}/shown`];
  const supervisor = createSupervisor(context, {
    host: { transfer: async () => worker.wire, keepAlive: () => {} },
    deliver,
    permission: () => permission,
    isHeldByConnection: () => false,
    hostAccess: async () => true,
    schedule: () => {},
  });
  const site = (origin = ORIGIN) => {
    const told: RegistrationProgress[] = [];
    const line = new AbortController();
    const watcher = context.watchers.addSite((progress) => told.push(progress));
    const openTab = async (url: string) => void opened.push(url);
    const findTab = async ({ href }: URL) => (tabs.includes(href) ? { focus: async () => void focused.push(href) } : null);
    const deps = { context, supervisor, permission: () => permission, freeBytes: async () => free, openTab, findTab };
    return { ...createSiteCalls(deps, { origin, watcher, signal: line.signal }), told, leave: () => line.abort() };
  };
  const find = async (key: string) => (await (await disk.open()).get('jobs', key))!;
  return { ...disk, context, supervisor, worker, opened, focused, site, ui: createUICalls(context, supervisor), find };
};

const other = () => args({ scope: `${OTHER}/`, scriptURL: `${OTHER}/sw.js`, clientURL: `${OTHER}/` });

test('fetch answers with the new registration, and get with the same one', async () => {
  const { site } = background();
  const { fetch, get, getIds } = site();
  const state = await fetch(args({ downloadTotal: 50 }));
  expect(state).toMatchObject({ id: 'episode', downloadTotal: 50, downloaded: 0, uploadTotal: 0, recordsAvailable: true });
  expect(state).toMatchObject({ result: '', failureReason: '' });
  expect(await get({ scope: SCOPE, id: 'episode' })).toEqual(state);
  expect(await get({ scope: SCOPE, id: 'another' })).toBeNull();
  expect(await getIds({ scope: SCOPE })).toEqual(['episode']);
  expect(await getIds({ scope: `${SCOPE}sub/` })).toEqual([]);
});

test('ids come in the order of their fetches, and only active ones', async () => {
  let time = 0;
  const { site, start } = background({ now: () => ++time });
  const { getIds, abort } = site();
  const first = await start({ id: 'z' });
  await start({ id: 'a' });
  expect(await getIds({ scope: SCOPE })).toEqual(['z', 'a']);
  await abort({ job: first.key });
  expect(await getIds({ scope: SCOPE })).toEqual(['a']);
});

test('a fetch that is made again after its answer was lost finds what the first one began, running or ended, and begins nothing', async () => {
  const { site, open, supervisor, arrive, find } = background();
  const again = args({ downloadTotal: 50 });
  const first = await site().fetch(again);
  const later = site();
  expect(await later.fetch(again)).toEqual(first);
  await arrive(await find(first.job));
  supervisor.transfers.finished!({ job: first.job });
  await vi.waitFor(() => expect(later.told).toContainEqual(expect.objectContaining({ job: first.job, result: 'success' })));
  expect(await later.fetch(again)).toMatchObject({ job: first.job, result: 'success' });
  expect(await (await open()).count('jobs')).toBe(1);
  // Another call of the same words is another fetch.
  expect(await later.fetch(args())).not.toMatchObject({ job: first.job });
});

test('attack: a fetch under the key of another origin’s job is refused, and that job is none the worse; its owner’s finds it', async () => {
  const { site, start, find, context } = background();
  const victim = await start();
  const thief = site(OTHER);
  await expect(thief.fetch({ ...other(), job: victim.key })).rejects.toMatchObject({ code: 'malformed' });
  expect(await find(victim.key)).toEqual(victim);
  context.watchers.tellSites({ job: victim.key, downloaded: 1, uploaded: 0, result: '', failureReason: '', recordsAvailable: true });
  expect(thief.told).toEqual([]);
  expect(await site().fetch(args({ job: victim.key }))).toMatchObject({ job: victim.key });
});

test('an abort that is made again says what the first one did, and no other abort does', async () => {
  const { site, start, arrive, supervisor, find } = background();
  const { key } = await start();
  const { abort } = site();
  expect([await abort({ job: key }), await abort({ job: key, again: true }), await abort({ job: key })]).toEqual([true, true, false]);
  expect(await site(OTHER).abort({ job: key, again: true })).toBe(false);
  const complete = await start();
  await arrive(complete);
  supervisor.transfers.finished!({ job: complete.key });
  await vi.waitFor(async () => expect(await find(complete.key)).toMatchObject({ phase: { state: 'settled' } }));
  expect(await abort({ job: complete.key, again: true })).toBe(false);
});

test.each<[string, object, string]>([
  ['blocked by the user', { permission: 'denied' }, 'not-allowed'],
  ['no room for its total', { free: 49 }, 'quota-exceeded'],
])('a fetch is refused when %s', async (_, given, code) => {
  const { site, open } = background(given);
  await expect(site().fetch(args({ downloadTotal: 50 }))).rejects.toMatchObject({ code });
  expect(await (await open()).count('jobs')).toBe(0);
});

test('a fetch that needs consent starts paused', async () => {
  const { site, find, worker } = background({ permission: 'prompt' });
  const { job } = await site().fetch(args());
  expect(await find(job)).toMatchObject({ phase: { state: 'active', paused: 'consent' } });
  expect(worker.asked).toEqual([]);
});

/** Everything a caller can try with the key of a job, each answer or error code by name. */
const tryAll = async (calls: ReturnType<ReturnType<typeof background>['site']>, job: string, origin: string) => {
  const answer = async (call: () => unknown): Promise<unknown> => {
    try {
      return await call();
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return {
    match: await answer(() => calls.match({ job, query: null, limit: null })),
    awaitResponse: await answer(() => calls.awaitResponse({ job, index: 0 })),
    readBody: await answer(() => calls.readBody({ job, index: 0, generation: 0, offset: 0 })),
    watch: await answer(() => calls.watch({ jobs: [job] })),
    get: await answer(() => calls.get({ scope: SCOPE, id: 'episode' })),
    getIds: await answer(() => calls.getIds({ scope: SCOPE })),
    openWindow: await answer(() => calls.openWindow({ job, url: `${origin}/open` })),
    focusWindow: await answer(() => calls.focusWindow({ job, url: `${origin}/shown` })),
    abort: await answer(() => calls.abort({ job })),
    updateUI: await answer(() => calls.updateUI({ job, options: { title: 'Mine' } })),
  };
};

test('a job of another origin behaves as one that does not exist; the same calls by its owner succeed', async () => {
  const { site, start, arrive, opened, focused, supervisor, find } = background();
  const { key } = await start({ requests: [request(), request()] });
  await arrive({ key } as never, 0, 'secret');
  const owner = site();
  const thief = site(OTHER);
  void supervisor.click(key);
  expect(await tryAll(thief, key, OTHER)).toEqual({
    match: 'gone',
    awaitResponse: 'gone',
    readBody: 'gone',
    watch: [],
    get: 'malformed',
    getIds: 'malformed',
    openWindow: false,
    focusWindow: false,
    abort: false,
    updateUI: 'invalid-state',
  });
  expect(await find(key)).toMatchObject({ title: 'Episode', phase: { state: 'active' } });
  expect(focused).toEqual([]);
  expect(await tryAll(owner, key, ORIGIN)).toMatchObject({
    match: [{ result: 'success' }, { result: '' }],
    awaitResponse: { response: response(), generation: 0 },
    readBody: { bytes: [expect.any(Blob)], end: true },
    watch: [{ job: key }],
    get: { job: key },
    getIds: ['episode'],
    openWindow: true,
    // One click, one window.
    focusWindow: false,
    abort: true,
  });
  expect(opened).toEqual([`${ORIGIN}/open`]);
  expect(thief.told).toEqual([]);
  expect(owner.told).toMatchObject([{ job: key, result: 'failure' }]);

  const { key: second } = await start({ id: 'second' });
  void supervisor.click(second);
  expect(await thief.focusWindow({ job: second, url: `${OTHER}/shown` })).toBe(false);
  expect(await owner.focusWindow({ job: second, url: `${ORIGIN}/shown` })).toBe(true);
  expect(focused).toEqual([`${ORIGIN}/shown`]);
});

test('two sites have the same id, each its own', async () => {
  const { site } = background();
  const [a, b] = [await site().fetch(args()), await site(OTHER).fetch(other())];
  expect(a.job).not.toBe(b.job);
  await expect(site(OTHER).fetch(args())).rejects.toMatchObject({ code: 'malformed' });
});

test.each(['openWindow', 'focusWindow'] as const)('a click handler has windows of its own origin only: %s', async (name) => {
  const { site, start, supervisor, opened, focused } = background();
  const job = await start();
  void supervisor.click(job.key);
  const calls = site();
  for (const url of [`${OTHER}/shown`, 'javascript:alert(1)', `blob:${ORIGIN}/0`, '/relative']) {
    await expect(calls[name]({ job: job.key, url })).rejects.toMatchObject({ code: 'malformed' });
  }
  expect([opened, focused]).toEqual([[], []]);
  expect(await calls[name]({ job: job.key, url: `${ORIGIN}/shown` })).toBe(true);
  expect([...opened, ...focused]).toEqual([`${ORIGIN}/shown`]);
  expect(await calls.openWindow({ job: job.key, url: `${ORIGIN}/shown` })).toBe(false);
  expect(await calls.focusWindow({ job: job.key, url: `${ORIGIN}/shown` })).toBe(false);
  expect([...opened, ...focused]).toHaveLength(1);
});

test('a window that is not found leaves the click for another; without a click none is focused', async () => {
  const { site, start, supervisor, focused } = background();
  const job = await start();
  const { focusWindow } = site();
  const focus = (path: string) => focusWindow({ job: job.key, url: ORIGIN + path });
  expect(await focus('/shown')).toBe(false);
  void supervisor.click(job.key);
  expect([await focus('/gone'), await focus('/shown')]).toEqual([false, true]);
  expect(focused).toEqual([`${ORIGIN}/shown`]);
});

test.each<[string, MatchQuery | null, number | null, number[]]>([
  ['no query', null, null, [0, 1, 2, 3]],
  ['a limit', null, 2, [0, 1]],
  ['a URL', { request: request(`${ORIGIN}/a`), options }, null, [0, 3]],
  ['a URL and a limit', { request: request(`${ORIGIN}/a`), options }, 1, [0]],
  ['ignoreSearch', { request: request(`${ORIGIN}/a`), options: { ...options, ignoreSearch: true } }, null, [0, 1, 3]],
  ['a URL nobody asked for', { request: request(`${ORIGIN}/none`), options }, null, []],
])('match with %s', async (_, query, limit, expected) => {
  const { site, start } = background();
  const { match } = site();
  const job = await start({ requests: ['/a', '/a?b', '/c', '/a'].map((path) => request(ORIGIN + path)) });
  expect((await match({ job: job.key, query, limit })).map((record) => record.index)).toEqual(expected);
});

test('all of thousands of records are matched, in order', async () => {
  const { site, start, arrive } = background();
  const { match } = site();
  const job = await start({ requests: Array.from({ length: 1_000 }, (_, n) => request(`${ORIGIN}/${n}`)) });
  await arrive(job, 700, 'x');
  const records = await match({ job: job.key, query: null, limit: null });
  expect(records.map((record) => record.index)).toEqual(Array.from({ length: 1_000 }, (_, n) => n));
  expect(await new Blob(records[700]!.body!).text()).toBe('x');
});

test('a record whose file was lost fails alone', async () => {
  const { site, start, arrive, write, faults } = background();
  const job = await start({ requests: [request(), request()] });
  await arrive(job, 0, 'here');
  await write(job, 1, { response: response(), result: 'success', segments: [{ name: 'lost', size: 4 }] });
  const records = await site().match({ job: job.key, query: null, limit: null });
  expect(records).toMatchObject([{ result: 'success' }, { result: 'fetch-error', response: null, body: null }]);
  expect(faults).toHaveLength(1);
});

test('records stay readable until the event is over; then match is refused, but a body under way can be read to its end', async () => {
  let acknowledge!: (outcome: ErrandOutcome) => void;
  const delivered = new Promise<ErrandOutcome>((resolve) => (acknowledge = resolve));
  const { site, start, arrive, supervisor } = background({ deliver: () => delivered });
  const { match, readBody, watch, get, told } = site();
  const job = await start();
  await watch({ jobs: [job.key] });
  await arrive(job);
  supervisor.transfers.finished!({ job: job.key });
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ result: 'success', recordsAvailable: true }));
  expect(await match({ job: job.key, query: null, limit: null })).toHaveLength(1);
  expect(await get({ scope: SCOPE, id: 'episode' })).toBeNull();
  acknowledge({ kind: 'handled', rejected: false });
  await vi.waitFor(() => expect(told.at(-1)).toMatchObject({ recordsAvailable: false }));
  await expect(match({ job: job.key, query: null, limit: null })).rejects.toMatchObject({ code: 'gone' });
  expect(await readBody({ job: job.key, index: 0, generation: 0, offset: 2 })).toMatchObject({ end: true });
});

test('waiting for a response ends with its headers', async () => {
  const { site, start, write, supervisor } = background();
  const job = await start({ requests: [request(), request()] });
  const arrival = Promise.resolve(site().awaitResponse({ job: job.key, index: 1 }));
  await write(job, 1, { response: response({ status: 404 }), generation: 3 });
  supervisor.transfers.recordChanged!({ job: job.key, index: 1 });
  expect(await arrival).toEqual({ response: response({ status: 404 }), generation: 3 });
});

test.each<[string, string, { failed: string }]>([
  ['an abort', 'aborted', { failed: 'aborted' }],
  ['an error', 'fetch-error', { failed: 'error' }],
  ['a full disk', 'quota-exceeded', { failed: 'error' }],
])('%s ends all waiting', async (_, result, expected) => {
  const { site, start, write, supervisor } = background();
  const { awaitResponse, readBody } = site();
  const job = await start({ requests: [request(), request()] });
  const waiting = Promise.all([awaitResponse({ job: job.key, index: 0 }), readBody({ job: job.key, index: 0, generation: 0, offset: 0 })]);
  if (result === 'aborted') {
    await supervisor.abort(job.key);
  } else {
    await write(job, 0, { result: result as 'fetch-error' });
    supervisor.transfers.recordChanged!({ job: job.key, index: 0 });
  }
  expect(await waiting).toEqual([expected, expected]);
});

test('a body still arriving is read as it is sealed, to its end', async () => {
  const { site, start, write, memory, supervisor, worker } = background();
  const { readBody } = site();
  const job = await start({ requests: [request(), request()] });
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(worker.asked).toEqual(['run']));
  const segments = [memory.store(job.key, '0-0-0', 'first ')];
  await write(job, 0, { response: response(), segments: [...segments] });
  const read = async (offset: number) => {
    const chunk = await readBody({ job: job.key, index: 0, generation: 0, offset });
    return 'bytes' in chunk ? [await new Blob(chunk.bytes).text(), chunk.end] : chunk;
  };
  expect(await read(0)).toEqual(['first ', false]);
  expect(worker.asked).toEqual(['run']);
  const second = read(6);
  await vi.waitFor(() => expect(worker.asked).toEqual(['run', 'seal']));
  segments.push(memory.store(job.key, '0-0-1', 'second '));
  await write(job, 0, { segments: [...segments] });
  supervisor.transfers.recordChanged!({ job: job.key, index: 0 });
  expect(await second).toEqual(['second ', false]);
  const last = read(13);
  segments.push(memory.store(job.key, '0-0-2', 'last'));
  await write(job, 0, { segments: [...segments], result: 'success' });
  supervisor.transfers.recordChanged!({ job: job.key, index: 0 });
  expect(await last).toEqual(['last', true]);
});

test('bytes that arrive while a reader waits are sealed for it; while none arrive, nothing is ordered', async () => {
  const { site, start, write, memory, supervisor, worker } = background();
  const { readBody } = site();
  const job = await start();
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(worker.asked).toEqual(['run']));
  await write(job, 0, { response: response() });
  const reading = readBody({ job: job.key, index: 0, generation: 0, offset: 0 });
  await vi.waitFor(() => expect(worker.asked).toEqual(['run', 'seal']));
  // Longer than the pace of sealing.
  await new Promise((resolve) => setTimeout(resolve, 300));
  expect(worker.asked).toEqual(['run', 'seal']);
  supervisor.transfers.progress!({ job: job.key, downloaded: 5, uploaded: 0, waiting: null });
  await vi.waitFor(() => expect(worker.asked).toEqual(['run', 'seal', 'seal']));
  await write(job, 0, { segments: [memory.store(job.key, '0-0-0', 'bytes')] });
  supervisor.transfers.recordChanged!({ job: job.key, index: 0 });
  expect(await reading).toMatchObject({ end: false });
});

test('a reader whose bytes were thrown away does not get those of another generation', async () => {
  const { site, start, write, memory } = background();
  const { readBody } = site();
  const job = await start();
  await write(job, 0, { response: response(), segments: [memory.store(job.key, '0-0-0', 'old')] });
  await write(job, 0, { response: response(), generation: 1, segments: [memory.store(job.key, '0-1-0', 'newer')] });
  expect(await readBody({ job: job.key, index: 0, generation: 0, offset: 3 })).toEqual({ failed: 'error' });
  expect(await readBody({ job: job.key, index: 0, generation: 1, offset: 3 })).toMatchObject({ end: false });
});

test('a reader that left waits no longer', async () => {
  const { site, start } = background();
  const { awaitResponse, leave } = site();
  const waiting = awaitResponse({ job: (await start()).key, index: 0 });
  leave();
  await expect(waiting).rejects.toMatchObject({ code: 'gone' });
});

test('updateUI outside of its event is an invalid state', async () => {
  const { site, start, arrive, supervisor, find } = background();
  const { updateUI } = site();
  const job = await start();
  const call = () => updateUI({ job: job.key, options: { title: 'Done', icons: [{ src: 'done.png' }] } });
  await expect(call()).rejects.toMatchObject({ code: 'invalid-state' });
  await arrive(job);
  supervisor.jobAccepted(job.key);
  await vi.waitFor(async () => expect(await find(job.key)).toMatchObject({ phase: { state: 'settled' } }));
  await call();
  expect(await find(job.key)).toMatchObject({ title: 'Done', icons: [{ src: `${ORIGIN}/done.png` }] });
});

test.each<[keyof ReturnType<typeof createSiteCalls>, unknown[]]>([
  ['abort', [null, 1, {}, { job: 1 }, { job: 'x'.repeat(99) }]],
  ['match', [null, { job: 'x', query: 1, limit: null }, { job: 'x', query: null, limit: -1 }, { job: 'x', query: {}, limit: null }]],
  ['awaitResponse', [null, { job: 'x' }, { job: 'x', index: 10_000 }, { job: 'x', index: 0.5 }]],
  ['readBody', [null, { job: 'x', index: 0 }, { job: 'x', index: 0, generation: 0, offset: -1 }]],
  ['watch', [null, { jobs: 'x' }, { jobs: [1] }]],
  ['focusWindow', [null, { job: 'x' }, { job: 'x', url: 1 }, { job: 1, url: `${ORIGIN}/shown` }]],
  ['get', [null, { scope: SCOPE }, { scope: 1, id: 'x' }]],
  ['unregistered', [null, { scope: SCOPE }, { scope: 'https://other.example/', at: 1 }]],
])('%s of a wrong shape is malformed', async (name, payloads) => {
  const calls = background().site() as never as Record<string, (payload: unknown) => Promise<unknown>>;
  for (const payload of payloads) await expect(calls[name]!(payload)).rejects.toMatchObject({ code: 'malformed' });
});

test('the list shows every job with its bytes and records, and follows what the user does', async () => {
  const { ui, start, arrive, context, supervisor } = background();
  const changed: unknown[] = [];
  context.watchers.addUI({ changed: (view) => changed.push(view), removed: (gone) => changed.push(gone), consent: () => {}, save: () => {}, settings: () => {} });
  const job = await start({ requests: [request(), request()], downloadTotal: 90 });
  await arrive(job, 0, 'bytes');
  const view = { job: job.key, origin: ORIGIN, recordsDone: 1, recordCount: 2, downloaded: 5, downloadTotal: 90, paused: null };
  expect(await ui.list(null)).toMatchObject([view]);
  await ui.pause({ job: job.key });
  await expect(ui.pause({ job: job.key })).rejects.toMatchObject({ code: 'invalid-state' });
  await expect(ui.remove({ job: job.key })).rejects.toMatchObject({ code: 'invalid-state' });
  await vi.waitFor(() => expect(changed.at(-1)).toMatchObject({ paused: 'user' }));
  await ui.resume({ job: job.key });
  await vi.waitFor(async () => expect(await ui.list(null)).toMatchObject([{ paused: null }]));
  await ui.pauseAll(null);
  expect(await ui.list(null)).toMatchObject([{ paused: 'user' }]);
  await ui.resumeAll(null);
  expect(await ui.list(null)).toMatchObject([{ paused: null }]);
  await ui.cancel({ job: job.key });
  expect(await ui.list(null)).toMatchObject([{ result: 'failure', failureReason: 'aborted', undelivered: true, hasData: true, recordsDone: 1 }]);
  await ui.remove({ job: job.key });
  expect([await ui.list(null), changed.at(-1)]).toEqual([[], { job: job.key }]);
  await supervisor.tick();
  await ui.restore({ job: job.key });
  expect(await ui.list(null)).toMatchObject([{ job: job.key, hasData: true }]);
  await expect(ui.restore({ job: 'ffffffff-ffff-4fff-8fff-ffffffffffff' })).rejects.toMatchObject({ code: 'gone' });
});

test('what the Worker says is in the list and in get, until a new Worker starts', async () => {
  const { ui, site, start, supervisor, worker } = background();
  const job = await start();
  supervisor.jobAccepted(job.key);
  await vi.waitFor(() => expect(worker.asked).toEqual(['run']));
  supervisor.transfers.progress!({ job: job.key, downloaded: 44, uploaded: 0, waiting: { for: 'network' } });
  expect(await ui.list(null)).toMatchObject([{ downloaded: 44, waiting: { for: 'network' } }]);
  expect(await site().get({ scope: SCOPE, id: 'episode' })).toMatchObject({ downloaded: 44 });
  await supervisor.workerStarted();
  expect(await ui.list(null)).toMatchObject([{ downloaded: 0, waiting: null }]);
});
