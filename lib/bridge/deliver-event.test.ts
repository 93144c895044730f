import { expect, test, vi } from 'vitest';
import { MARK, VERSION, type ServiceWorkerMessage, type ServiceWorkerPushes } from '../protocol/service-worker';
import type { ServiceWorkerEvent, SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Handlers, type Wire } from '../wire/wire';
import { deliverEvent } from './deliver-event';
import type { Worker } from './worker-line';

const SCOPE = 'https://site.test/';
const TIMES = { hello: 30, renewal: 300, keepAlive: 30, answer: 30, silence: 60 };
const EVENT = { type: 'backgroundfetchsuccess', registration: { job: 'one' }, records: [] } as unknown as ServiceWorkerEvent;

type Line = Wire<SiteCalls, ServiceWorkerPushes>;

/** A worker with the shim, whose event handling is given; without it, one that never heard of us. */
class ShimmedWorker implements Worker {
  readonly scriptURL = `${SCOPE}sw.js`;
  readonly state = 'activated';
  readonly heard: ServiceWorkerMessage['kind'][] = [];
  instance = 'first';
  constructor(readonly onMessage: ((kind: ServiceWorkerMessage['kind'], line: Line) => void) | null) {}

  postMessage(message: ServiceWorkerMessage, transfer?: unknown): void {
    const [port] = transfer as [MessagePort];
    if (message[MARK] !== VERSION) throw new Error('a message without the mark');
    this.heard.push(message.kind);
    if (!this.onMessage) return;
    const line: Line = openWire(messagePortEndpoint(port), {}, {});
    line.push('hello', { version: 1, instance: this.instance });
    this.onMessage(message.kind, line);
  }
}

const handle =
  (rejected = false) =>
  (kind: string, line: Line): void => {
    if (kind === 'event') line.push('handled', { rejected });
  };

const deliver = (registration: object | undefined, relay: Partial<Handlers<SiteCalls>> = {}, opened: Parameters<typeof deliverEvent>[4] = () => {}): ReturnType<typeof deliverEvent> =>
  deliverEvent(SCOPE, EVENT, relay as Handlers<SiteCalls>, { getRegistration: async () => registration, getRegistrations: async () => [] } as never, opened, TIMES);
const registered = (workers: { active?: Worker; waiting?: Worker; installing?: Worker; update?: () => Promise<unknown> }) => ({
  scope: SCOPE,
  installing: null,
  waiting: null,
  active: null,
  update: async () => {},
  ...workers,
});

test.each([false, true])('the outcome is what the worker says: rejected %s', async (rejected) => {
  const active = new ShimmedWorker(handle(rejected));
  expect(await deliver(registered({ active }))).toEqual({ kind: 'handled', rejected });
  expect(active.heard).toEqual(['ping', 'event']);
});

test('a worker that handles an event hears over the same line of what it has begun', async () => {
  const heard: unknown[] = [];
  const active = new ShimmedWorker(null);
  active.postMessage = ({ kind }, transfer) => {
    const line: Line = openWire(messagePortEndpoint((transfer as [MessagePort])[0]), {}, {
      progress: (progress: unknown) => {
        heard.push(progress);
        line.push('handled', { rejected: false });
      },
    } as never);
    line.push('hello', { version: VERSION, instance: kind });
  };
  const opened = vi.fn<(line: { wire: Pick<Wire<{}, SitePushes>, 'push'> }) => void>(({ wire }) => wire.push('progress', { job: 'two' } as never));
  expect(await deliver(registered({ active }), {}, opened)).toMatchObject({ kind: 'handled' });
  expect(heard).toEqual([{ job: 'two' }]);
});

test.each([
  ['no registration', undefined, 'unregistered'],
  ['a registration of another scope', { ...registered({}), scope: `${SCOPE}other/` }, 'unregistered'],
  ['no active worker', registered({ waiting: new ShimmedWorker(handle()) }), 'inactive'],
])('%s', async (_, registration, kind) => {
  expect(await deliver(registration)).toEqual({ kind });
});

test('a worker without the shim is never sent the event, and is updated once', async () => {
  const active = new ShimmedWorker(null);
  const update = vi.fn<() => Promise<void>>(async () => {});
  expect(await deliver(registered({ active, update }))).toEqual({ kind: 'unheard' });
  expect(active.heard).toEqual(['ping']);
  expect(update).toHaveBeenCalledTimes(1);
});

test('the worker that an update brings is activated by its shim and gets the event', async () => {
  const old = new ShimmedWorker(null);
  const renewed = new ShimmedWorker((kind, line) => {
    if (kind === 'activate') Object.assign(registration, { active: renewed, waiting: null });
    handle()(kind, line);
  });
  const registration = registered({ active: old, update: async () => Object.assign(registration, { waiting: renewed }) });
  expect(await deliver(registration)).toEqual({ kind: 'handled', rejected: false });
  expect(renewed.heard).toEqual(['ping', 'activate', 'event']);
});

test('a failing update is no error', async () => {
  const registration = registered({ active: new ShimmedWorker(null), update: () => Promise.reject(new TypeError('offline')) });
  expect(await deliver(registration)).toEqual({ kind: 'unheard' });
});

test('a long handler is waited for, with a sign of life now and then', async () => {
  const active = new ShimmedWorker((kind, line) => {
    if (kind === 'event') setTimeout(() => line.push('handled', { rejected: false }), 8 * TIMES.keepAlive);
  });
  expect(await deliver(registered({ active }))).toEqual({ kind: 'handled', rejected: false });
  expect(active.heard.filter((kind) => kind === 'ping').length).toBeGreaterThan(3);
});

test('another instance that answers means that the one with the event died', async () => {
  const active = new ShimmedWorker((kind) => {
    if (kind === 'event') active.instance = 'second';
  });
  expect(await deliver(registered({ active }))).toEqual({ kind: 'died' });
});

test('a worker that falls silent with the event has died', async () => {
  let silent = false;
  const active = new ShimmedWorker(null);
  const shim = new ShimmedWorker((kind) => (silent ||= kind === 'event'));
  active.postMessage = (message, transfer) => {
    if (!silent) shim.postMessage(message, transfer);
  };
  expect(await deliver(registered({ active }))).toEqual({ kind: 'died' });
});

test('calls of the handler are relayed over the port of the event', async () => {
  const getIds = vi.fn<() => string[]>(() => ['one']);
  const active = new ShimmedWorker((kind, line) => {
    if (kind === 'event') void line.call('getIds', { scope: SCOPE }).then(() => line.push('handled', { rejected: false }));
  });
  expect(await deliver(registered({ active }), { getIds })).toEqual({ kind: 'handled', rejected: false });
  expect(getIds).toHaveBeenCalledWith({ scope: SCOPE });
});
