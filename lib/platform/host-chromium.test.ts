import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { HopCalls, TransferCalls, TransferPushes } from '../protocol/transfer';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Wire } from '../wire/wire';
import { createChromiumHost } from './host-chromium';
import { startOffscreenRelay } from './offscreen-relay';
import { portPair } from './port-pair.mocks';
import { createLaneHall } from './worker-lane';

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date'] }));
afterEach(() => void vi.useRealTimers());

/** A Worker over a MessageChannel, as the offscreen document sees it. */
class FakeWorker extends EventTarget {
  readonly channel = new MessageChannel();
  readonly asked: string[] = [];
  readonly wire: Wire<HopCalls, TransferPushes>;
  constructor(number: number) {
    super();
    this.wire = openWire<HopCalls, TransferPushes, TransferCalls, {}>(
      messagePortEndpoint(this.channel.port2),
      {
        run: ({ job }) => (this.asked.push(`run ${job}`), null),
        stop: () => new Promise<never>(() => {}),
        retry: () => null,
      roomMade: () => null,
        seal: () => null,
        enter: () => null,
        configure: () => null,
        icon: () => null,
        underWay: () => [`worker ${number}`],
      },
      {},
    );
  }
  postMessage(message: unknown) {
    this.channel.port1.postMessage(message);
  }
  set onmessage(listener: (event: MessageEvent) => void) {
    this.channel.port1.onmessage = listener;
  }
  terminate() {
    this.channel.port1.close();
  }
}

/** A browser with one extension: a background that can be restarted, and at most one offscreen document. */
function setup() {
  const workers: FakeWorker[] = [];
  const frames = new Set<string>();
  let documents = 0;
  let document: { ports: Set<{ disconnect(): void }> } | null = null;
  let background: ReturnType<typeof createChromiumHost>;
  /** The background's global. */
  let scope: EventTarget;
  let held = Promise.resolve();
  const holdLanes = (): (() => void) => {
    const { promise, resolve } = Promise.withResolvers<void>();
    held = promise;
    return () => {
      held = Promise.resolve();
      resolve();
    };
  };
  const lost = vi.fn<() => void>();
  const started = vi.fn<() => Promise<void>>(async () => {});
  const progress: unknown[] = [];
  const hop = vi.fn<() => Promise<'ready'>>(async () => 'ready');

  const api = {
    exists: async () => document !== null,
    create: async () => {
      if (document) throw new Error('Only a single offscreen document may be created.');
      documents += 1;
      const mine = (document = { ports: new Set() });
      startOffscreenRelay({
        connect: () => {
          if (document !== mine) throw new Error('Extension context invalidated.');
          const [near, far] = portPair('host');
          mine.ports.add(near);
          // The background hears of it later, as in a browser.
          queueMicrotask(() => background.accept(far));
          return near;
        },
        sendLane: async (name, lane) => {
          const event = Object.assign(new Event('message'), { data: name, ports: [lane] });
          const to = scope;
          // Later than what is said over the port meanwhile.
          await held;
          setImmediate(() => to.dispatchEvent(event));
        },
        spawn: () => {
          const worker = new FakeWorker(workers.length + 1);
          workers.push(worker);
          return worker as never;
        },
        frames: { open: ({ name }) => void frames.add(name), close: (name) => void frames.delete(name), closeAll: () => frames.clear() },
      });
    },
    close: async () => {
      const closing = document;
      document = null;
      for (const port of closing?.ports ?? []) port.disconnect();
    },
  };
  const boot = () => {
    background = createChromiumHost(
      { hops: { beginHop: hop, observeHop: () => null, endHop: () => null }, transfers: { progress: (push) => progress.push(push) }, workerLost: lost, workerStarted: started },
      { offscreen: api, receiveLane: createLaneHall((scope = new EventTarget())), touch: () => {}, onFault: () => {} },
    );
    return background.host;
  };
  /** Chromium ends the service worker: its ports close, its memory is gone. */
  const killBackground = () => {
    const ports = [...document!.ports];
    const host = boot();
    for (const port of ports) (port as unknown as { other: { disconnect(): void } }).other.disconnect();
    return host;
  };
  return { boot, killBackground, workers, frames, lost, started, progress, hop, documents: () => documents, exists: () => document !== null, api, holdLanes };
}

const run = async <T>(promise: Promise<T>): Promise<T> => {
  await vi.advanceTimersByTimeAsync(0);
  return promise;
};

/** Milliseconds, with time for messages in between, which take none of it. */
const pass = async (milliseconds: number): Promise<void> => {
  for (let passed = 0; passed < milliseconds; passed += 5_000) {
    await vi.advanceTimersByTimeAsync(5_000);
    for (let turn = 0; turn < 10; turn++) await new Promise((resolve) => setImmediate(resolve));
  }
};

test('many needs at once make one document and one Worker', async () => {
  const { boot, workers, documents } = setup();
  const host = boot();
  const wires = await run(Promise.all([host.transfer(), host.transfer(), host.openFrame({ url: 'u', name: 'n' }).then(() => host.transfer())]));
  expect(new Set(wires).size).toBe(1);
  expect(documents()).toBe(1);
  expect(await wires[0].call('underWay', null)).toEqual(['worker 1']);
  expect(workers.length).toBe(1);
});

test('frames wanted at once are opened in one document', async () => {
  const { boot, frames, documents } = setup();
  const host = boot();
  await run(Promise.all(['a', 'b', 'c'].map((name) => host.openFrame({ url: 'u', name }))));
  expect([...frames]).toEqual(['a', 'b', 'c']);
  expect(documents()).toBe(1);
});

test('the Worker lives on when the background dies, and answers the next one', async () => {
  const { boot, killBackground, workers, documents, lost, started, progress } = setup();
  const old = await run(boot().transfer());
  old.call('stop', { job: 'a' }).catch(() => {});
  const next = killBackground();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await (await run(next.transfer())).call('underWay', null)).toEqual(['worker 1']);
  workers[0]!.wire.push('progress', { job: 'a', downloaded: 1, uploaded: 0, waiting: null });
  await vi.waitFor(() => expect(progress.length).toBe(1));
  expect([documents(), workers.length, lost.mock.calls.length, started.mock.calls.length]).toEqual([1, 1, 0, 1]);
});

test('what the Worker asked of a background that died is answered "disconnected"', async () => {
  const { boot, killBackground, workers, hop } = setup();
  hop.mockImplementation(() => new Promise(() => {}));
  await run(boot().transfer());
  const asked = workers[0]!.wire.call('beginHop', { url: 'u', headers: {} });
  await vi.waitFor(() => expect(hop).toHaveBeenCalled());
  killBackground();
  await expect(asked).rejects.toMatchObject({ code: 'disconnected' });
});

test('what the Worker asks of a new background that has not asked for it yet is answered when it has', async () => {
  const { boot, killBackground, workers, hop } = setup();
  await run(boot().transfer());
  const next = killBackground();
  // Past the pause before the document tries to reach a background that has just died.
  await vi.advanceTimersByTimeAsync(1_000);
  const asked = workers[0]!.wire.call('beginHop', { url: 'u', headers: {} });
  // It is on its way before anything else happens.
  await new Promise((resolve) => setImmediate(resolve));
  expect(hop).not.toHaveBeenCalled();
  await run(next.transfer());
  expect(await asked).toBe('ready');
  expect(hop).toHaveBeenCalledTimes(1);
});

test('what a Worker says before the lane to a new background is there waits in it', async () => {
  const { boot, killBackground, workers, hop, holdLanes } = setup();
  await run(boot().transfer());
  const letGo = holdLanes();
  const next = killBackground();
  await vi.advanceTimersByTimeAsync(1_000);
  const asked = workers[0]!.wire.call('beginHop', { url: 'u', headers: {} });
  const transfer = next.transfer();
  await pass(5_000);
  letGo();
  await transfer;
  expect(await asked).toBe('ready');
  expect(hop).toHaveBeenCalledTimes(1);
});

test('a document whose lane does not come is closed, and made again at the next need', async () => {
  const { boot, exists, documents, holdLanes } = setup();
  const host = boot();
  host.keepAlive(true);
  const letGo = holdLanes();
  const refused = host.transfer();
  refused.catch(() => {});
  await pass(15_000);
  await expect(refused).rejects.toMatchObject({ code: 'disconnected' });
  expect(exists()).toBe(false);
  letGo();
  const next = host.transfer();
  await pass(5_000);
  expect(await (await next).call('underWay', null)).toEqual(['worker 1']);
  expect(documents()).toBe(2);
});

test('frames of a background that died are closed: their errands died with it', async () => {
  const { boot, killBackground, frames } = setup();
  await run(boot().openFrame({ url: 'u', name: 'n' }));
  expect(frames.size).toBe(1);
  killBackground();
  await vi.advanceTimersByTimeAsync(0);
  expect(frames.size).toBe(0);
});

test('a Worker that throws is replaced, and the background told', async () => {
  const { boot, workers, lost, started } = setup();
  const host = boot();
  const old = await run(host.transfer());
  workers[0]!.dispatchEvent(Object.assign(new Event('error'), { message: 'out of memory' }));
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1));
  await expect(old.call('underWay', null)).rejects.toMatchObject({ code: 'disconnected' });
  const next = host.transfer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await (await next).call('underWay', null)).toEqual(['worker 2']);
  expect(started).toHaveBeenCalledTimes(2);
});

test('a document that vanishes is made again, with a new Worker', async () => {
  const { boot, api, lost, documents } = setup();
  const host = boot();
  await run(host.transfer());
  await api.close();
  await vi.waitFor(() => expect(lost).toHaveBeenCalledTimes(1));
  const next = host.transfer();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(await (await next).call('underWay', null)).toEqual(['worker 2']);
  expect(documents()).toBe(2);
});

test('an idle document is closed, a busy one is not', async () => {
  const { boot, exists, lost } = setup();
  const host = boot();
  host.keepAlive(true);
  await run(host.transfer());
  await pass(120_000);
  expect(exists()).toBe(true);
  host.keepAlive(false);
  await pass(20_000);
  expect(exists()).toBe(false);
  expect(lost).not.toHaveBeenCalled();
});
