import { afterEach, expect, test, vi } from 'vitest';
import type { BackgroundFetchEventType } from '../protocol/background-fetch';
import { MARK, VERSION, type LineCalls, type ServiceWorkerMessage, type ServiceWorkerPushes } from '../protocol/service-worker';
import type { SiteCalls } from '../protocol/site';
import { createRealm, registrationState } from '../spec/test-realm';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire } from '../wire/wire';
import { startServiceWorker } from './start-service-worker';

type Kind = ServiceWorkerMessage extends infer M ? (M extends unknown ? Omit<M, typeof MARK> : never) : never;

class WindowClient {
  url = 'https://site.example/';
  async focus(): Promise<unknown> {
    throw new DOMException('', 'InvalidAccessError');
  }
}

function setUp() {
  vi.stubGlobal('ServiceWorkerGlobalScope', Object.defineProperty(() => {}, Symbol.hasInstance, { value: () => true }));
  const realm = createRealm();
  const skipWaiting = vi.fn<() => Promise<void>>(async () => {});
  Object.assign(realm, {
    registration: { scope: 'https://site.example/' },
    fetch: () => Promise.reject(new TypeError('offline')),
    navigator: { userAgent: 'Firefox/153.0' },
    clients: Object.create({ matchAll: async () => [], get: async () => undefined, openWindow: async () => null }),
    WindowClient,
    skipWaiting,
  });
  startServiceWorker(realm);
  const siteSaw: unknown[] = [];
  realm.addEventListener('message', (event) => siteSaw.push((event as MessageEvent).data));

  const post = (data: unknown, ports: MessagePort[] = []): Promise<unknown>[] => {
    const waits: Promise<unknown>[] = [];
    realm.dispatchEvent(Object.assign(new Event('message'), { data, ports, source: null, waitUntil: (promise: Promise<unknown>) => waits.push(promise) }));
    return waits;
  };
  /** As the bridge sends it; resolves with the pushes that came by the time the worker had done with it. */
  const send = async (message: Kind, focusWindow = (): boolean => false): Promise<Partial<ServiceWorkerPushes>> => {
    const { port1, port2 } = new MessageChannel();
    const pushes: Partial<ServiceWorkerPushes> = {};
    const heard = (name: keyof ServiceWorkerPushes) => (push: unknown) => void Object.assign(pushes, { [name]: push });
    openWire<{}, {}, LineCalls & Pick<SiteCalls, 'focusWindow'>, ServiceWorkerPushes>(messagePortEndpoint(port1), { alive: () => null, focusWindow }, { hello: heard('hello'), handled: heard('handled') });
    await Promise.all(post({ [MARK]: VERSION, ...message }, [port2]));
    await vi.waitFor(() => expect(pushes).toHaveProperty(message.kind === 'event' ? 'handled' : 'hello'));
    return pushes;
  };
  const event = (type: BackgroundFetchEventType): Kind => ({ kind: 'event', event: { type, registration: registrationState({ result: 'success' }), records: [] } });
  return { realm, siteSaw, post, send, event, skipWaiting };
}

afterEach(() => vi.unstubAllGlobals());

test('says hello with the same instance every time', async () => {
  const { send } = setUp();
  const first = await send({ kind: 'ping' });
  expect(first.hello).toMatchObject({ version: VERSION });
  expect(await send({ kind: 'ping' })).toEqual(first);
});

test('an event is dispatched once, however often it is delivered', async () => {
  const { realm, send, event } = setUp();
  const handler = vi.fn<(event: Event & { waitUntil(promise: Promise<unknown>): void }) => void>((dispatched) =>
    dispatched.waitUntil(Promise.reject(new Error('site'))),
  );
  realm.addEventListener('backgroundfetchsuccess', handler as never);
  const deliveries = await Promise.all([send(event('backgroundfetchsuccess')), send(event('backgroundfetchsuccess'))]);
  deliveries.push(await send(event('backgroundfetchsuccess')));
  expect(deliveries.map(({ handled }) => handled)).toEqual([{ rejected: true }, { rejected: true }, { rejected: true }]);
  expect(handler).toHaveBeenCalledTimes(1);
});

test('the message event is kept alive until the handlers are through, and a ping meanwhile as well', async () => {
  const { realm, post, event } = setUp();
  let finish!: () => void;
  realm.addEventListener('backgroundfetchsuccess', ((dispatched: { waitUntil(promise: Promise<unknown>): void }) =>
    dispatched.waitUntil(new Promise<void>((resolve) => (finish = resolve)))) as never);
  const port = (): MessagePort => new MessageChannel().port2;
  const waits = [...post({ [MARK]: VERSION, ...event('backgroundfetchsuccess') }, [port()]), ...post({ [MARK]: VERSION, kind: 'ping' }, [port()])];
  let ended = 0;
  for (const wait of waits) void wait.then(() => (ended += 1));
  await new Promise((resolve) => setTimeout(resolve, 5));
  expect([waits.length, ended]).toEqual([2, 0]);
  finish();
  await Promise.all(waits);
});

test.each([
  ['backgroundfetchclick', true, false],
  ['backgroundfetchclick', false, true],
  ['backgroundfetchsuccess', true, true],
] as const)('%s: a window may be focused while its handlers run, as far as the background says (%s), and not after', async (type, allowed, rejected) => {
  const { realm, send, event } = setUp();
  const { focus } = WindowClient.prototype;
  realm.addEventListener(type, ((dispatched: { waitUntil(promise: Promise<unknown>): void }) => dispatched.waitUntil(new WindowClient().focus())) as never);
  expect((await send(event(type), () => allowed)).handled).toEqual({ rejected });
  expect(WindowClient.prototype.focus).toBe(focus);
});

test('a waiting worker is activated when asked to', async () => {
  const { send, skipWaiting } = setUp();
  await send({ kind: 'activate' });
  expect(skipWaiting).toHaveBeenCalledTimes(1);
});

test('what bears the mark never reaches the site, and everything else does', () => {
  const { post, siteSaw } = setUp();
  for (const data of [{ [MARK]: VERSION, kind: 'ping' }, { [MARK]: VERSION + 1, kind: 'later' }, { kind: 'ping' }, 'text', null]) expect(post(data)).toEqual([]);
  expect(siteSaw).toEqual([{ kind: 'ping' }, 'text', null]);
});

test('a second run in the same worker does nothing', () => {
  const { realm } = setUp();
  const listen = vi.spyOn(realm, 'addEventListener');
  startServiceWorker(realm);
  expect(listen).not.toHaveBeenCalled();
});

test('nothing happens outside of service workers', () => {
  const realm = createRealm();
  startServiceWorker(realm);
  expect(realm).not.toHaveProperty('BackgroundFetchManager');
});
