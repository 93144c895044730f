import { expect, test } from 'vitest';
import { ALIVE_EVENT, CONNECT_EVENT, PORT_EVENT } from '../protocol/hand-over';
import type { SiteCalls } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Wire } from '../wire/wire';
import { createPageLine } from './page-line';

class PortEvent extends Event {
  constructor(readonly ports: MessagePort[]) {
    super(PORT_EVENT);
  }
}

function setUp() {
  const window = Object.assign(new EventTarget(), { Event }) as Window & typeof globalThis;
  const events: string[] = [];
  for (const type of [CONNECT_EVENT, ALIVE_EVENT]) window.addEventListener(type, () => events.push(type.split(':')[1]!));
  const call = createPageLine(window, { probe: () => [] }, {});
  // What the page's own code would see.
  window.addEventListener(PORT_EVENT, () => events.push('port seen'), { capture: true });
  return { window, events, call };
}

/** A bridge that answers `getIds` with its own name, until it is stopped. */
function startBridge(window: Window, name: string): () => void {
  const listening = new AbortController();
  const wires: Wire<{}, {}>[] = [];
  const connect = (): void => {
    const { port1, port2 } = new MessageChannel();
    wires.push(openWire<{}, {}, Pick<SiteCalls, 'getIds'>, {}>(messagePortEndpoint(port1), { getIds: () => [name] }, {}));
    window.dispatchEvent(new PortEvent([port2]));
  };
  window.addEventListener(CONNECT_EVENT, connect, { signal: listening.signal });
  window.addEventListener(ALIVE_EVENT, (event) => wires.length > 0 && event.preventDefault(), { signal: listening.signal });
  return () => {
    listening.abort();
    for (const wire of wires) wire.close();
  };
}

test('nothing is dispatched before the first call', () => {
  const { events } = setUp();
  expect(events).toEqual([]);
});

test('the first call connects, later ones use the same port, and the page sees no port', async () => {
  const { window, call, events } = setUp();
  const stop = startBridge(window, 'bridge');
  expect(await call('getIds', { scope: '/' })).toEqual(['bridge']);
  expect(await call('getIds', { scope: '/' })).toEqual(['bridge']);
  expect(events).toEqual(['connect', 'alive']);
  stop();
});

test('after the extension was reloaded the next call finds the new bridge', async () => {
  const { window, call } = setUp();
  const stopOld = startBridge(window, 'old');
  await call('getIds', { scope: '/' });
  stopOld();
  const stop = startBridge(window, 'new');
  expect(await call('getIds', { scope: '/' })).toEqual(['new']);
  stop();
});

test('calls reject where no bridge is, or none any more', async () => {
  const { window, call } = setUp();
  await expect(call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
  startBridge(window, 'bridge')();
  await expect(call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
});

test('a port that nobody asked for is left to the page', () => {
  const { window, events } = setUp();
  window.dispatchEvent(new PortEvent([new MessageChannel().port1]));
  expect(events).toEqual(['port seen']);
});
