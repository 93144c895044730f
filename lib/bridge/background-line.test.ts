import { afterEach, expect, test, vi } from 'vitest';
import type { RegistrationProgress, RegistrationState } from '../protocol/background-fetch';
import type { BridgeCalls, SitePushes } from '../protocol/site';
import type { Endpoint } from '../protocol/wire';
import { openWire, WireException, type Handlers, type Wire } from '../wire/wire';
import { createBackgroundLine } from './background-line';

/** Two ends that, like runtime ports, tell when the other end is gone. */
function endpoints(): [Endpoint, Endpoint] {
  const { port1, port2 } = new MessageChannel();
  const closers: (() => void)[] = [];
  const close = (): void => {
    for (const closed of closers.splice(0)) closed();
    port1.close();
  };
  return [port1, port2].map((port) => ({
    post: (frame) => port.postMessage(frame),
    open: (receive, closed) => {
      port.onmessage = ({ data }) => receive(data);
      closers.push(closed);
    },
    close,
  })) as [Endpoint, Endpoint];
}

const state = (job: string, result: RegistrationState['result'] = ''): RegistrationState => ({
  job,
  id: job,
  uploaded: 0,
  uploadTotal: 0,
  downloaded: 0,
  downloadTotal: 0,
  result,
  failureReason: '',
  recordsAvailable: true,
});

/** A background that can die; every connection meets the handlers that are there at that moment. */
function setUp(handlers: Partial<Handlers<BridgeCalls>>) {
  const connections: Wire<{}, SitePushes>[] = [];
  const progress: RegistrationProgress[] = [];
  const permissions: PermissionState[] = [];
  const connect = vi.fn<() => Endpoint>(() => {
    const [ours, theirs] = endpoints();
    connections.push(openWire<{}, SitePushes, BridgeCalls, {}>(theirs, handlers as Handlers<BridgeCalls>, {}));
    return ours;
  });
  const line = createBackgroundLine({
    connect,
    pushes: { progress: (push) => progress.push(push), permission: (state) => permissions.push(state) },
    callBackoff: [0, 0, 0],
    watchBackoff: { first: 1, longest: 4 },
  });
  return { line, connect, connections, progress, permissions, die: () => connections.at(-1)!.close() };
}

afterEach(() => void vi.useRealTimers());

test('nothing connects before the first call, and all calls share one connection', async () => {
  const { line, connect } = setUp({ getIds: () => ['a'], permission: () => 'granted' });
  expect(connect).not.toHaveBeenCalled();
  expect(await Promise.all([line.call('getIds', { scope: '/' }), line.call('permission', null)])).toEqual([['a'], 'granted']);
  expect(connect).toHaveBeenCalledTimes(1);
});

test.each([
  ['getIds', { scope: '/' }, { scope: '/' }],
  ['fetch', { job: 'one' }, { job: 'one' }],
  ['abort', { job: 'one' }, { job: 'one', again: true }],
] as const)('%s is made again when the background dies under it', async (name, payload, again) => {
  const said: unknown[] = [];
  const handler = (given: unknown): unknown => {
    said.push(given);
    if (said.length > 1) return 'answer';
    background.die();
    return new Promise(() => {});
  };
  const background = setUp({ [name]: handler });
  expect(await background.line.call(name, payload as never)).toBe('answer');
  expect(said).toEqual([payload, again]);
  expect(background.connect).toHaveBeenCalledTimes(2);
});

test('a background that dies every time is given up', async () => {
  const background = setUp({
    getIds: () => {
      background.die();
      return new Promise(() => {});
    },
  });
  await expect(background.line.call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
  expect(background.connect).toHaveBeenCalledTimes(4);
});

test('what the background means to say is passed on and not repeated', async () => {
  const get = vi.fn<() => never>(() => {
    throw new WireException('not-allowed', 'blocked');
  });
  await expect(setUp({ get }).line.call('get', { scope: '/', id: 'a' })).rejects.toMatchObject({ code: 'not-allowed', detail: 'blocked' });
  expect(get).toHaveBeenCalledTimes(1);
});

test('after the extension was removed calls reject at once', async () => {
  const connect = vi.fn<() => never>(() => {
    throw new Error('Extension context invalidated.');
  });
  const line = createBackgroundLine({ connect, pushes: { progress: () => {}, permission: () => {} } });
  await expect(line.call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
  expect(connect).toHaveBeenCalledTimes(1);
});

test('while a background fetch is unfinished a lost connection is made again, and progress goes on', async () => {
  const background = setUp({ fetch: () => state('one'), watch: ({ jobs }) => jobs.map((job) => ({ ...state(job), downloaded: 7 })) });
  await background.line.call('fetch', {} as never);
  background.die();
  await vi.waitFor(() => expect(background.progress).toMatchObject([{ job: 'one', downloaded: 7 }]));
  background.connections.at(-1)!.push('progress', { ...state('one'), downloaded: 8 });
  await vi.waitFor(() => expect(background.progress.at(-1)).toMatchObject({ downloaded: 8 }));
});

test.each([
  ['nothing is watched', {}],
  ['all is settled', { get: () => state('one', 'success') }],
])('a lost connection stays lost when %s', async (_, handlers) => {
  const background = setUp({ getIds: () => [], ...handlers });
  await background.line.call('getIds', { scope: '/' });
  if ('get' in handlers) await background.line.call('get', { scope: '/', id: 'one' });
  background.die();
  await new Promise((resolve) => setTimeout(resolve, 20));
  background.line.wake();
  expect(background.connect).toHaveBeenCalledTimes(1);
});

test('a connection lost right after the end of a background fetch is made again: what died with it was the event', async () => {
  const background = setUp({ get: () => state('one'), abort: () => true, watch: () => [state('one', 'failure')] });
  await background.line.call('get', { scope: '/', id: 'one' });
  background.connections.at(-1)!.push('progress', state('one', 'failure'));
  await background.line.call('abort', { job: 'one' } as never);
  background.die();
  await vi.waitFor(() => expect(background.connect).toHaveBeenCalledTimes(2));
  await vi.waitFor(() => expect(background.progress).toHaveLength(2));
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 20_000 });
  background.die();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(background.connect).toHaveBeenCalledTimes(2);
});

test('a page that begins another background fetch waits for a lost connection as little as before the first', async () => {
  vi.useFakeTimers();
  let jobs = 0;
  const connect = vi.fn<() => Endpoint>(() => {
    let receive!: (frame: unknown) => void;
    return {
      post: (frame) => {
        const { call, name } = frame as { call: number; name: string };
        const value = name === 'fetch' ? state(`${++jobs}`) : Array.from({ length: jobs }, (_, job) => state(`${job + 1}`));
        receive({ reply: call, value });
      },
      open: (given, closed) => {
        receive = given;
        die = closed;
      },
      close: () => {},
    };
  });
  let die!: () => void;
  const line = createBackgroundLine({ connect, pushes: { progress: () => {}, permission: () => {} } });
  await line.call('fetch', {} as never);
  for (const wait of [1_000, 2_000, 4_000]) {
    const before = connect.mock.calls.length;
    die();
    await vi.advanceTimersByTimeAsync(wait - 1);
    expect(connect).toHaveBeenCalledTimes(before);
    await vi.advanceTimersByTimeAsync(1);
    expect(connect).toHaveBeenCalledTimes(before + 1);
  }
  await line.call('fetch', {} as never);
  die();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(connect).toHaveBeenCalledTimes(5);
});

test('a page that was away connects at once', async () => {
  const background = setUp({ get: () => state('one'), watch: () => [] });
  await background.line.call('get', { scope: '/', id: 'one' });
  background.die();
  await Promise.resolve();
  background.line.wake();
  expect(background.connect).toHaveBeenCalledTimes(2);
  // The background does not know the job any more: nobody waits for it.
  await vi.waitFor(() => expect(background.connections).toHaveLength(2));
  await new Promise((resolve) => setTimeout(resolve, 5));
  background.die();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(background.connect).toHaveBeenCalledTimes(2);
});

test('a permission asked for once is asked for again when it may have changed, and only news are passed on', async () => {
  const answers: PermissionState[] = ['granted', 'granted', 'denied'];
  const asked = vi.fn<() => PermissionState>(() => answers.shift()!);
  const background = setUp({ permission: asked });
  background.line.recheckPermission();
  expect(background.connect).not.toHaveBeenCalled();
  expect(await background.line.call('permission', null)).toBe('granted');
  background.die();
  background.line.recheckPermission();
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(2));
  background.line.recheckPermission();
  await vi.waitFor(() => expect(background.permissions).toEqual(['denied']));
  background.connections.at(-1)!.push('permission', 'granted');
  await vi.waitFor(() => expect(background.permissions).toEqual(['denied', 'granted']));
});

test('nothing is connected for the sake of a permission alone', async () => {
  const background = setUp({ permission: () => 'granted' });
  await background.line.call('permission', null);
  background.die();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(background.connect).toHaveBeenCalledTimes(1);
});
