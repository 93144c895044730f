import { expect, test, vi } from 'vitest';
import type { LineCalls } from '../protocol/service-worker';
import type { SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, WireException } from '../wire/wire';
import { createLines, type Lines } from './lines';

const TIMES = { fresh: 0, patience: 20, longPatience: 20, check: 20 };

/** A bridge that names itself; a dead one answers nothing. */
function bridge(name: string, { dead = false } = {}) {
  const { port1, port2 } = new MessageChannel();
  const wire = openWire<{}, SitePushes, LineCalls & Pick<SiteCalls, 'getIds'>, {}>(
    messagePortEndpoint(port1),
    { alive: () => (dead ? new Promise<never>(() => {}) : null), getIds: () => [name] },
    {},
  );
  return { port: port2, wire };
}

/** Answers the first time only. */
const dying = () => {
  let asked = 0;
  return (): null | Promise<never> => ((asked += 1) === 1 ? null : new Promise<never>(() => {}));
};

const nobody = (): Promise<void> => Promise.reject(new WireException('disconnected'));

test('calls go over the newest line', async () => {
  const lines = createLines({}, nobody, TIMES);
  lines.adopt(bridge('old').port);
  lines.adopt(bridge('new').port);
  expect(await lines.call('getIds', { scope: '/' })).toEqual(['new']);
});

test('a dead line is left for an older one that lives', async () => {
  const lines = createLines({}, nobody, TIMES);
  lines.adopt(bridge('old').port);
  lines.adopt(bridge('new', { dead: true }).port);
  expect(await lines.call('getIds', { scope: '/' })).toEqual(['old']);
});

test('without a line one is rung for', async () => {
  const lines: Lines = createLines({}, async () => void lines.adopt(bridge('rung').port), TIMES);
  expect(await lines.call('getIds', { scope: '/' })).toEqual(['rung']);
});

test('when nobody comes the call rejects', async () => {
  await expect(createLines({}, nobody, TIMES).call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
});

test('a line that dies while a call waits gives way to another', async () => {
  const { port1, port2 } = new MessageChannel();
  openWire<{}, {}, LineCalls & Pick<SiteCalls, 'getIds'>, {}>(messagePortEndpoint(port1), { alive: dying(), getIds: () => new Promise(() => {}) }, {});
  const lines: Lines = createLines({}, async () => void lines.adopt(bridge('next').port), TIMES);
  lines.adopt(port2);
  expect(await lines.call('getIds', { scope: '/' })).toEqual(['next']);
});

test('an abort whose line died says on the next one that it is made again', async () => {
  const said: unknown[] = [];
  const bridges = [dying(), () => null].map((alive, index) => {
    const { port1, port2 } = new MessageChannel();
    const abort = (payload: unknown): true | Promise<never> => (said.push(payload), index === 0 ? new Promise<never>(() => {}) : true);
    openWire<{}, {}, LineCalls & Pick<SiteCalls, 'abort'>, {}>(messagePortEndpoint(port1), { alive, abort }, {});
    return port2;
  });
  const lines: Lines = createLines({}, async () => void lines.adopt(bridges[1]!), TIMES);
  lines.adopt(bridges[0]!);
  expect(await lines.call('abort', { job: 'one' })).toBe(true);
  expect(said).toEqual([{ job: 'one' }, { job: 'one', again: true }]);
});

test('lines for one answer and dropped lines take no calls; pushes are heard on all', async () => {
  const progress = vi.fn<() => void>();
  const lines = createLines({ progress }, nobody, TIMES);
  const once = bridge('once');
  lines.open(once.port);
  lines.drop(lines.adopt(bridge('dropped').port));
  await expect(lines.call('getIds', { scope: '/' })).rejects.toMatchObject({ code: 'disconnected' });
  once.wire.push('progress', { job: 'one' } as never);
  await vi.waitFor(() => expect(progress).toHaveBeenCalledTimes(1));
});
