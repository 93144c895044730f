import { expect, test, vi } from 'vitest';
import { createErrands } from '../delivery/errands';
import type { BridgeCalls, SitePushes } from '../protocol/site';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire } from '../wire/wire';
import type { Caller } from './caller';
import { portPair } from './port-pair.mocks';
import { createSitePorts } from './site-ports';

const ORIGIN = 'https://a.example';

function setup(caller: Caller) {
  const errands = createErrands();
  const closed = vi.fn<() => void>();
  const visits: string[] = [];
  const watcher = { learn: () => {}, close: closed };
  const ports = createSitePorts({
    callerOf: () => caller,
    siteCalls: ({ origin }) => ({ getIds: () => [`ids of ${origin}`] }) as never,
    watchers: { addSite: () => watcher },
    permission: async (origin) => (origin === ORIGIN ? 'prompt' : 'denied'),
    errands,
    onVisit: ({ origin }) => visits.push(origin),
    onFault: (_, error) => {
      throw error;
    },
  });
  const connect = () => {
    const [near, far] = portPair('site');
    ports.accept(far);
    const states: PermissionState[] = [];
    const wire = openWire<BridgeCalls, {}, {}, SitePushes>(runtimePortEndpoint(near), {}, { permission: (state) => states.push(state) });
    return { wire, states };
  };
  return { errands, closed, visits, ports, connect };
}

test('a document asks as its origin', async () => {
  const { connect, visits } = setup({ kind: 'document', origin: ORIGIN, tabId: 1 });
  const { wire } = connect();
  expect(await wire.call('getIds', { scope: '' })).toEqual([`ids of ${ORIGIN}`]);
  expect(await wire.call('permission', null)).toBe('prompt');
  expect(visits).toEqual([ORIGIN]);
});

test.each(['fetch', 'getIds', 'serve', 'watch'] as const)('a refused caller is told so, whatever it asks: %s', async (name) => {
  const { connect, visits } = setup({ kind: 'refused', reason: 'private window' });
  await expect(connect().wire.call(name, null as never)).rejects.toMatchObject({ code: 'not-allowed', detail: 'private window' });
  expect(visits).toEqual([]);
});

test('the permission of a refused caller is denied', async () => {
  const { connect } = setup({ kind: 'refused', reason: 'private window' });
  expect(await connect().wire.call('permission', null)).toBe('denied');
});

test('a frame has no rights before it has its errand, and those of its origin after', async () => {
  const { connect, errands } = setup({ kind: 'frame', origin: ORIGIN });
  const { token } = errands.open({ kind: 'connect', scope: '', nonce: '' }, { origin: ORIGIN, tabId: null });
  const { wire } = connect();
  await expect(wire.call('getIds', { scope: '' })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await wire.call('serve', { token: 'guess' })).toBe(null);
  await expect(wire.call('getIds', { scope: '' })).rejects.toMatchObject({ code: 'not-allowed' });
  expect(await wire.call('serve', { token })).toMatchObject({ kind: 'connect' });
  expect(await wire.call('getIds', { scope: '' })).toEqual([`ids of ${ORIGIN}`]);
});

test('an errand dies with the port of the frame that holds it', async () => {
  const { connect, errands, closed } = setup({ kind: 'frame', origin: ORIGIN });
  const pending = errands.open({ kind: 'connect', scope: '', nonce: '' }, { origin: ORIGIN, tabId: null });
  const { wire } = connect();
  await wire.call('serve', { token: pending.token });
  wire.close();
  expect(await pending.outcome).toEqual({ kind: 'died' });
  expect(closed).toHaveBeenCalledTimes(1);
});

test.each([[null], [{}], [{ kind: 'toString' }], [{ kind: 'won' }]])('an outcome of no known kind is malformed: %j', async (outcome) => {
  const { connect, errands } = setup({ kind: 'frame', origin: ORIGIN });
  const { token } = errands.open({ kind: 'connect', scope: '', nonce: '' }, { origin: ORIGIN, tabId: null });
  const { wire } = connect();
  await wire.call('serve', { token });
  await expect(wire.call('served', { token, outcome: outcome as never })).rejects.toMatchObject({ code: 'malformed' });
});

test('a changed permission is told to that origin alone', async () => {
  const { connect, ports } = setup({ kind: 'document', origin: ORIGIN, tabId: 1 });
  const { states, wire } = connect();
  ports.tellPermission('https://b.example', 'denied');
  ports.tellPermission(ORIGIN, 'granted');
  await wire.call('permission', null);
  expect(states).toEqual(['granted']);
});
