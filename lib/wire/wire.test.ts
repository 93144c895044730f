import { expect, test } from 'vitest';
import { messagePortEndpoint } from './message-port';
import { openWire, WireException } from './wire';

interface Calls {
  double: { payload: number; reply: number };
  fail: { payload: null; reply: null };
  refuse: { payload: null; reply: null };
  hang: { payload: null; reply: null };
}
interface Pushes {
  note: string;
}

function pair(onFault = (): void => {}) {
  const { port1, port2 } = new MessageChannel();
  const notes: string[] = [];
  const server = openWire<{}, Pushes, Calls, {}>(
    messagePortEndpoint(port1),
    {
      double: (n) => n * 2,
      fail: () => {
        throw new Error('secret');
      },
      refuse: () => {
        throw new WireException('gone', 'no longer here');
      },
      hang: () => new Promise(() => {}),
    },
    {},
    { onFault },
  );
  const client = openWire<Calls, {}, {}, Pushes>(messagePortEndpoint(port2), {}, { note: (text) => notes.push(text) });
  return { server, client, notes, raw: port2 };
}

test('a call is answered with its own reply', async () => {
  const { client, server } = pair();
  expect(await Promise.all([client.call('double', 2), client.call('double', 21)])).toEqual([4, 42]);
  server.close();
  client.close();
});

test('an error that was meant crosses with its code and text', async () => {
  const { client, server } = pair();
  await expect(client.call('refuse', null)).rejects.toMatchObject({ code: 'gone', detail: 'no longer here' });
  server.close();
  client.close();
});

test('an error that was not meant crosses as "internal" without its text, and is told to onFault', async () => {
  const faults: unknown[] = [];
  const { client, server } = pair(((name: string) => faults.push(name)) as never);
  await expect(client.call('fail', null)).rejects.toMatchObject({ code: 'internal', detail: '' });
  expect(faults).toEqual(['fail']);
  server.close();
  client.close();
});

test('names of Object.prototype are no calls', async () => {
  const { client, server } = pair();
  await expect(client.call('constructor' as never, null as never)).rejects.toMatchObject({ code: 'malformed' });
  server.close();
  client.close();
});

test('calls that wait when the wire closes reject as disconnected', async () => {
  const { client, server } = pair();
  const hanging = client.call('hang', null);
  client.close();
  await expect(hanging).rejects.toMatchObject({ code: 'disconnected' });
  await expect(client.call('double', 1)).rejects.toMatchObject({ code: 'disconnected' });
  server.close();
});

test('frames of any other shape are passed over', async () => {
  const { client, server, raw, notes } = pair();
  for (const frame of [null, 1, 'x', [], { call: 'x' }, { reply: 99, value: 1 }, { push: 'toString' }]) raw.postMessage(frame);
  server.push('note', 'hi');
  expect(await client.call('double', 3)).toBe(6);
  expect(notes).toEqual(['hi']);
  server.close();
  client.close();
});
