import { expect, test, vi } from 'vitest';
import { ALIVE_EVENT, CONNECT_EVENT, FRAME_NAME, PORT_EVENT } from '../protocol/hand-over';
import type { SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire } from '../wire/wire';
import { startBridge } from './start-bridge';

function start({ top = true, name = '', ...own }: Record<string, unknown> = {}) {
  const window = Object.assign(new EventTarget(), {
    isSecureContext: true,
    origin: 'https://site.test',
    ServiceWorkerRegistration: {},
    navigator: { serviceWorker: {} },
    document: new EventTarget(),
    location: { ancestorOrigins: ['https://top.test'] },
    name,
    ...own,
  }) as EventTarget as Window & typeof globalThis;
  Object.assign(window, { parent: top ? window : {} });
  const spy = () => vi.fn<(...args: unknown[]) => unknown>();
  const event = () => ({ addListener: spy() });
  const port = { postMessage: spy(), disconnect: spy(), onMessage: event(), onDisconnect: event() };
  const runtime = { connect: spy().mockReturnValue(port), onMessage: event() };
  const asked = vi.fn<() => never>(() => runtime as never);
  startBridge(window, asked);
  const tellAll = (message: unknown): unknown[] => runtime.onMessage.addListener.mock.calls.map(([hear]) => (hear as (message: unknown) => unknown)(message));
  const tell = (message: unknown): unknown => (runtime.onMessage.addListener.mock.calls[0]?.[0] as ((message: unknown) => unknown) | undefined)?.(message);
  return { window, runtime, asked, port, tell, tellAll };
}

const isAlive = (window: Window): boolean => !window.dispatchEvent(new Event(ALIVE_EVENT, { cancelable: true }));
const served = (port: { postMessage: ReturnType<typeof vi.fn> }): unknown => port.postMessage.mock.calls.map(([frame]) => (frame as { payload: unknown }).payload);

test('a page that uses nothing costs nothing', () => {
  const { window, runtime } = start();
  expect(isAlive(window)).toBe(false);
  expect(runtime.connect).not.toHaveBeenCalled();
});

test('a frame that uses nothing makes the browser make nothing', () => {
  const { window, asked } = start({ top: false });
  expect(asked).not.toHaveBeenCalled();
  window.dispatchEvent(new Event(CONNECT_EVENT));
  expect(asked).toHaveBeenCalled();
});

test('a port is handed over before the event that asks for it returns; only then the bridge vouches for it', () => {
  const { window, runtime } = start();
  const ports: unknown[] = [];
  window.addEventListener(PORT_EVENT, (event) => ports.push(...(event as MessageEvent).ports));
  window.dispatchEvent(new Event(CONNECT_EVENT));
  expect(ports).toHaveLength(1);
  expect(isAlive(window)).toBe(true);
  expect(runtime.connect).not.toHaveBeenCalled();
});

test.each([
  ['insecure contexts', { isSecureContext: false }],
  ['opaque origins', { origin: 'null' }],
  ['browsers with the API', { BackgroundFetchManager: {} }],
])('nothing is there in %s', (_, own) => {
  const { window, runtime } = start({ ...own, name: `${FRAME_NAME}1`, top: false });
  window.dispatchEvent(new Event(CONNECT_EVENT));
  expect(isAlive(window)).toBe(false);
  expect(runtime.connect).not.toHaveBeenCalled();
});

test('a frame of that name asks for its errand', () => {
  const { port } = start({ top: false, name: `${FRAME_NAME}1` });
  expect(served(port)).toEqual([{ token: `${FRAME_NAME}1` }]);
});

test('the port names the ancestors of a frame', () => {
  const { runtime } = start({ top: false, name: `${FRAME_NAME}1` });
  expect(runtime.connect).toHaveBeenCalledWith({ name: 'site https://top.test' });
});

test('a tab asks when it is told to, and a tab of that name does not', () => {
  const { port, runtime, tell } = start({ name: `${FRAME_NAME}1` });
  expect(runtime.connect).not.toHaveBeenCalled();
  for (const message of [null, 'serve', {}, { serve: 1 }]) expect(tell(message)).toBeUndefined();
  expect(runtime.connect).not.toHaveBeenCalled();
  expect(tell({ serve: 'token' })).toBeUndefined();
  expect(served(port)).toEqual([{ token: 'token' }]);
});

test('a document that has asked for its permission asks again when told to, and no other does', async () => {
  const { window, port, tellAll } = start({ top: false });
  let page!: MessagePort;
  window.addEventListener(PORT_EVENT, (event) => (page = (event as MessageEvent).ports[0]!));
  window.dispatchEvent(new Event(CONNECT_EVENT));
  const calls = (): string[] => port.postMessage.mock.calls.map(([frame]) => (frame as { name: string }).name);
  tellAll({ recheck: 'permission' });
  expect(calls()).toEqual([]);

  const states: PermissionState[] = [];
  const wire = openWire<SiteCalls, {}, {}, SitePushes>(messagePortEndpoint(page), {}, { permission: (state) => states.push(state) });
  const asked = wire.call('permission', null);
  await vi.waitFor(() => expect(calls()).toEqual(['permission']));
  const [hear] = port.onMessage.addListener.mock.calls[0] as [(frame: unknown) => void];
  hear({ reply: 1, value: 'granted' });
  expect(await asked).toBe('granted');
  for (const message of [null, { recheck: 'all' }, { recheck: 'permission' }]) tellAll(message);
  await vi.waitFor(() => expect(calls()).toEqual(['permission', 'permission']));
  hear({ reply: 2, value: 'denied' });
  await vi.waitFor(() => expect(states).toEqual(['denied']));
  wire.close();
});
