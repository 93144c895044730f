import { expect, test, vi } from 'vitest';
import { createDeliverer } from './deliverer';
import { createErrands } from './errands';

const settle = () => new Promise<void>((resolve) => setTimeout(resolve, 5));

function setup(closed: string[] = []) {
  const errands = createErrands();
  const loading: string[] = [];
  const keepAlive = vi.fn<(busy: boolean) => void>();
  const deliverer = createDeliverer({
    errands,
    frameRules: { add: async (url) => ({ url, remove: async () => {} }) },
    host: { openFrame: async ({ name }) => void loading.push(name), closeFrame: async () => {} },
    openTab: async () => null,
    hostAccess: async (origin) => !closed.includes(origin),
    onFault: () => {},
    keepAlive,
  });
  let made = 0;
  const deliver = (origin: string) => deliverer.deliver({ origin, scope: `${origin}/`, scriptURL: `${origin}/sw.js` }, async () => (made++, {} as never));
  const take = (token: string, origin: string) => errands.serve(token, { origin, tabId: null }, new Promise(() => {}));
  const end = (token: string, origin: string) => errands.served(token, { origin, tabId: null }, { kind: 'handled', rejected: false });
  return { deliverer, deliver, loading, keepAlive, take, end, made: () => made };
}

test('an event that is none any more when its turn comes loads nothing', async () => {
  const { deliverer, loading } = setup();
  expect(await deliverer.deliver({ origin: 'https://a.example', scope: 'https://a.example/', scriptURL: 'https://a.example/sw.js' }, async () => null)).toEqual({ kind: 'unregistered' });
  expect(loading).toEqual([]);
});

test('four frames load at once; one that has its errand makes room', async () => {
  const { deliver, loading, take, made } = setup();
  for (let i = 0; i < 6; i++) void deliver(`https://${i}.test`);
  await settle();
  expect(loading.length).toBe(4);
  expect(made(), 'the others are not read yet').toBe(4);
  take(loading[0]!, 'https://0.test');
  await settle();
  expect(loading.length).toBe(5);
});

test('a site whose workers cannot be reached leaves others room to load, however many hosts it has', async () => {
  const { deliver, loading } = setup();
  for (let i = 0; i < 20; i++) void deliver(`https://${i}.evil.example`);
  await settle();
  expect(loading.length).toBe(2);
  void deliver('https://good.example');
  await settle();
  expect(loading.length).toBe(3);
});

test('an origin whose worker cannot be reached leaves room to others of its site', async () => {
  const { deliver, loading } = setup();
  for (let i = 0; i < 20; i++) void deliver('https://gone.example.test');
  await settle();
  expect(loading.length).toBe(1);
  void deliver('https://there.example.test');
  await settle();
  expect(loading.length).toBe(2);
});

test('a worker that has asked for a line does not wait for events', async () => {
  const { deliverer, deliver, loading } = setup();
  for (let i = 0; i < 20; i++) void deliver(`https://${i}.example.test`);
  await settle();
  expect(loading.length).toBe(2);
  void deliverer.connect({ origin: 'https://0.example.test', scope: 'https://0.example.test/', scriptURL: null }, 'nonce');
  await settle();
  expect(loading.length).toBe(3);
});

test('a site whose handlers never end holds up itself and nobody else', async () => {
  const { deliver, loading, take, end } = setup();
  for (let i = 0; i < 20; i++) void deliver('https://evil.example');
  await settle();
  for (let taken = 0; taken < loading.length; ) {
    take(loading[taken++]!, 'https://evil.example');
    await settle();
  }
  expect(loading.length).toBe(4);
  const good = deliver('https://good.example');
  await settle();
  expect(loading.length).toBe(5);
  take(loading[4]!, 'https://good.example');
  end(loading[4]!, 'https://good.example');
  expect(await good).toEqual({ kind: 'handled', rejected: false });
});

test('the background is kept alive from the first errand to the end of the last', async () => {
  const { deliver, loading, keepAlive, take, end } = setup();
  const both = [deliver('https://a.example'), deliver('https://b.example')];
  await settle();
  expect(keepAlive.mock.calls).toEqual([[true]]);
  for (const [i, origin] of ['https://a.example', 'https://b.example'].entries()) {
    take(loading[i]!, origin);
    end(loading[i]!, origin);
  }
  await Promise.all(both);
  expect(keepAlive.mock.calls).toEqual([[true], [false]]);
});

test('a site that we may not act for is not looked for', async () => {
  const { deliver, loading, keepAlive } = setup(['https://closed.example']);
  expect(await deliver('https://closed.example')).toEqual({ kind: 'inactive' });
  expect(loading).toEqual([]);
  expect(keepAlive).not.toHaveBeenCalled();
});
