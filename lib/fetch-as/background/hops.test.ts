import { expect, test, vi } from 'vitest';
import type { DeclarativeNetRequest } from 'webextension-polyfill';
import type { HopOrder } from '../../protocol/transfer';
import { createHops, type HopDependencies, type Hops } from './hops';

type Listener = (details: object) => void;
const key = '0123456789abcdef0123456789abcdef';
const order = (of = key): HopOrder => ({ key: of, url: `https://b.example/file#${of}`, headers: { origin: 'https://a.example', cookie: null } });

/** Long enough for rules to go by themselves. */
const SWEPT = { timeout: 5000 };

/** A browser: session rules outlive backgrounds, listeners do not. */
const setUp = (extensionURL = 'moz-extension://1111/') => {
  const rules: DeclarativeNetRequest.Rule[] = [];
  const dead = { value: false };
  /** Keys of rules that the browser takes for malformed. */
  const refused = new Set<string>();
  const asked: string[] = [];
  const busy = { until: Promise.resolve(), calls: 0 };
  const listeners = new Map<string, Set<Listener>>();
  const event = (name: string) => {
    const set = new Set<Listener>();
    listeners.set(name, set);
    return {
      addListener: vi.fn<(listener: Listener, ...rest: unknown[]) => void>((listener: Listener, ..._rest: unknown[]) => void set.add(listener)),
      removeListener: (listener: Listener) => void set.delete(listener),
    };
  };
  const start = (): { hops: Hops; webRequest: Record<string, ReturnType<typeof event>> } => {
    listeners.clear();
    const webRequest = Object.fromEntries(
      ['onSendHeaders', 'onHeadersReceived', 'onBeforeRedirect', 'onResponseStarted', 'onErrorOccurred'].map((name) => [name, event(name)]),
    );
    const hops = createHops({
      webRequest,
      permissions: { contains: async ({ origins = [] as string[] }) => {
          asked.push(...origins);
          // As Firefox does.
          if (/:\d+\/\*$/.test(origins[0]!)) throw new Error('invalid pattern');
          return !origins.includes('https://closed.example/*');
        },
      },
      declarativeNetRequest: {
        getSessionRules: async () => structuredClone(rules),
        updateSessionRules: async ({ removeRuleIds = [], addRules = [] as DeclarativeNetRequest.Rule[] }) => {
          if (dead.value) throw new Error('no rules today');
          busy.calls++;
          await busy.until;
          if (addRules.some(({ condition }) => refused.has(condition.urlFilter!.slice(1, -1)))) throw new Error('malformed rule');
          for (const id of removeRuleIds) rules.splice(rules.findIndex((rule) => rule.id === id) >>> 0, 1);
          if (addRules.some(({ id }) => rules.some((rule) => rule.id === id))) throw new Error('id is taken');
          rules.push(...addRules);
        },
      },
      extensionURL,
    } as unknown as HopDependencies);
    return { hops, webRequest };
  };
  const emit = (name: string, details: object): void => {
    for (const listener of listeners.get(name)!) listener({ url: order().url, originUrl: 'moz-extension://1111/worker.js', ...details });
  };
  const sent = { requestHeaders: [{ name: 'Origin', value: 'https://a.example' }] };
  const received = {
    statusCode: 302,
    responseHeaders: [
      { name: 'Location', value: '/to' },
      { name: 'Set-Cookie', value: 'a=1' },
    ],
  };
  return { rules, asked, dead, refused, busy, start, emit, sent, received, listening: () => [...listeners.values()].some(({ size }) => size > 0) };
};

test('the rule matches the one request that carries the key, and is gone afterwards', async () => {
  const { rules, start } = setUp();
  const { hops } = start();
  expect(await hops.handlers.beginHop(order())).toBe('ready');
  expect(rules).toEqual([
    expect.objectContaining({
      condition: { urlFilter: `#${key}|`, initiatorDomains: ['1111'], tabIds: [-1], resourceTypes: ['xmlhttprequest'] },
      action: {
        type: 'modifyHeaders',
        requestHeaders: [
          { header: 'origin', operation: 'set', value: 'https://a.example' },
          { header: 'cookie', operation: 'remove' },
        ],
      },
    }),
  ]);
  await hops.handlers.endHop({ key });
  await hops.handlers.endHop({ key });
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test('a rule goes with the next one that comes, and after an observation, too', async () => {
  const { rules, busy, start, emit, sent, received } = setUp();
  const { hops } = start();
  const [second, third] = ['1', '2'].map((digit) => digit.repeat(32)) as [string, string];
  await hops.handlers.beginHop(order());
  emit('onSendHeaders', sent);
  emit('onHeadersReceived', { ...received, ip: '::1' });
  await hops.handlers.observeHop({ key, failed: false });
  await hops.handlers.beginHop(order(second));
  expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([`#${second}|`]);
  await hops.handlers.endHop({ key: second });
  await hops.handlers.beginHop(order(third));
  expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([`#${third}|`]);
  expect(busy.calls).toBe(3);
});

test('whether there is access is asked once for each origin, and anew when some was taken away', async () => {
  const { asked, start } = setUp();
  const { hops } = start();
  const keys = Array.from({ length: 4 }, (_, i) => String(i).repeat(32));
  await hops.handlers.beginHop(order(keys[0]));
  const once = asked.length;
  await hops.handlers.beginHop(order(keys[1]));
  expect(asked).toHaveLength(once);
  await hops.handlers.beginHop({ ...order(), key: keys[2]!, url: `http://b.example/file#${keys[2]}` });
  expect(asked).toHaveLength(2 * once);
  hops.accessRemoved();
  await hops.handlers.beginHop(order(keys[3]));
  expect(asked).toHaveLength(3 * once);
  for (let times = 0; times < 2; times++) expect(await hops.handlers.beginHop({ ...order(), url: `https://closed.example/#${key}` })).toBe('host-access');
  expect(asked, 'that there is none, each time').toHaveLength(5 * once);
});

test.each<[what: string, change: Partial<HopOrder>]>([
  ['key', { key: 'x' }],
  ['key that is not in the URL', { key: key.replace('0', '1') }],
  ['scheme', { url: `file:///etc/passwd#${key}` }],
  ['header name', { headers: { 'a b': '1' } }],
  ['header value', { headers: { a: 1 as never } }],
])('an order with a wrong %s is malformed', async (_what, change) => {
  const { hops } = setUp().start();
  await expect(hops.handlers.beginHop({ ...order(), ...change })).rejects.toMatchObject({ code: 'malformed' });
});

test('a host without access gets no rule', async () => {
  const { rules, start } = setUp();
  const { hops } = start();
  expect(await hops.handlers.beginHop({ ...order(), url: `https://closed.example:8443/#${key}` })).toBe('host-access');
  expect(rules).toEqual([]);
});

test('sixty hops at a time have sixty ids, and none that an earlier background left', async () => {
  const { rules, start } = setUp();
  const keys = Array.from({ length: 60 }, (_, i) => i.toString(16).padStart(32, '0'));
  await start().hops.handlers.beginHop(order());
  const { hops } = start();
  await Promise.all(keys.map(async (one) => hops.handlers.beginHop(order(one))));
  expect(new Set(rules.map(({ id }) => id)).size).toBe(61);
  await hops.clearLeftovers();
  expect(rules).toHaveLength(60);
  await Promise.all(keys.map(async (one) => hops.handlers.endHop({ key: one })));
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test('a rule that the browser refuses takes none with it that came at the same time, nor one that is to go', async () => {
  const { rules, refused, start } = setUp();
  const { hops } = start();
  const [first, bad, second] = ['1', '2', '3'].map((digit) => digit.repeat(32)) as [string, string, string];
  await hops.handlers.beginHop(order());
  refused.add(bad);
  const outcomes = await Promise.allSettled([
    hops.handlers.beginHop(order(first)),
    hops.handlers.beginHop(order(bad)),
    hops.handlers.endHop({ key }),
    hops.handlers.beginHop(order(second)),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([`#${first}|`, `#${second}|`]);
});

test('a hop that ends while its rule waits to be set leaves none behind', async () => {
  const { rules, busy, start } = setUp();
  const { hops } = start();
  const [first, second] = ['1', '2'].map((digit) => digit.repeat(32)) as [string, string];
  const free = Promise.withResolvers<void>();
  busy.until = free.promise;
  const begun = [hops.handlers.beginHop(order(first))];
  await expect.poll(() => busy.calls).toBe(1);
  begun.push(hops.handlers.beginHop(order(second)));
  // Long enough for the questions that come before the rule.
  await new Promise((resolve) => setTimeout(resolve));
  const ended = [hops.handlers.endHop({ key: second }), hops.handlers.endHop({ key: first })];
  free.resolve();
  await Promise.all([...begun, ...ended]);
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test("other rooms' rules are left alone", async () => {
  const { rules, start } = setUp();
  rules.push({ id: 7 } as never, { id: 1_500_000_000 } as never);
  const { hops } = start();
  await hops.handlers.beginHop(order());
  await hops.handlers.endHop({ key });
  await hops.clearLeftovers();
  expect(rules.map(({ id }) => id)).toEqual([7, 1_500_000_000]);
});

test('a rule that cannot be set leaves nothing behind', async () => {
  const { dead, start } = setUp();
  const { hops } = start();
  dead.value = true;
  await expect(hops.handlers.beginHop(order())).rejects.toThrow('no rules today');
  dead.value = false;
  expect(await hops.handlers.beginHop(order())).toBe('ready');
});

test('a hop is observed whole, cookies left out', async () => {
  const { start, emit, sent, received } = setUp();
  const { hops } = start();
  await hops.handlers.beginHop(order());
  const observation = hops.handlers.observeHop({ key, failed: false });
  emit('onSendHeaders', sent);
  emit('onHeadersReceived', { ...received, ip: '93.184.216.34' });
  expect(await observation).toEqual({ sent: [['origin', 'https://a.example']], status: 302, received: [['location', '/to']], ip: '93.184.216.34' });
});

test('Chromium tells the address later', async () => {
  const { start, emit, sent, received } = setUp('chrome-extension://1111/');
  const { hops, webRequest } = start();
  const ours = { initiator: 'chrome-extension://1111', originUrl: undefined };
  await hops.handlers.beginHop(order());
  expect(webRequest['onSendHeaders']!.addListener.mock.calls[0]![2]).toEqual(['requestHeaders', 'extraHeaders']);
  emit('onSendHeaders', { ...sent, ...ours });
  emit('onHeadersReceived', { ...received, ...ours });
  emit('onBeforeRedirect', { ip: '::1', ...ours });
  expect(await hops.handlers.observeHop({ key, failed: false })).toMatchObject({ status: 302, ip: '::1' });
});

test("a key on somebody else's request is not observed", async () => {
  vi.useFakeTimers();
  const { start, emit, sent, received } = setUp();
  const { hops } = start();
  await hops.handlers.beginHop(order());
  const observation = hops.handlers.observeHop({ key, failed: false });
  for (const originUrl of ['https://evil.example/', 'moz-extension://1111.evil.example/', 'moz-extension://11112/worker.js']) {
    emit('onSendHeaders', { ...sent, originUrl });
    emit('onHeadersReceived', { ...received, ip: '1.1.1.1', originUrl });
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect(await observation).toBeNull();
  vi.useRealTimers();
});

test('a failed connection is told as status 0, at once', async () => {
  const { start, emit, sent } = setUp();
  const { hops } = start();
  await hops.handlers.beginHop(order());
  emit('onSendHeaders', sent);
  expect(await hops.handlers.observeHop({ key, failed: true })).toMatchObject({ status: 0, ip: null });
});

test('a background that saw nothing, or only a part, never says it saw the whole', async () => {
  vi.useFakeTimers();
  const { start, emit, received } = setUp();
  await start().hops.handlers.beginHop(order());
  const { hops } = start();
  await expect(hops.handlers.observeHop({ key, failed: false })).rejects.toMatchObject({ code: 'gone' });
  await hops.handlers.beginHop(order());
  emit('onHeadersReceived', { ...received, ip: '1.1.1.1' });
  const observation = Promise.allSettled([hops.handlers.observeHop({ key, failed: false })]);
  await vi.advanceTimersByTimeAsync(5000);
  expect(await observation).toMatchObject([{ status: 'rejected', reason: { code: 'gone' } }]);
  vi.useRealTimers();
});

test.each([
  ['chrome-extension://1111/', 1],
  ['moz-extension://1111/', 0],
])('listeners of a killed background of %s are taken over and removed %d times', (extensionURL, times) => {
  const { start, listening } = setUp(extensionURL);
  const { hops, webRequest } = start();
  hops.register();
  expect(webRequest['onSendHeaders']!.addListener).toHaveBeenCalledTimes(times);
  expect(listening()).toBe(false);
});

test('nothing listens while no hop is under way', async () => {
  vi.useFakeTimers();
  const { start, listening } = setUp();
  const { hops } = start();
  hops.register();
  expect(listening()).toBe(false);
  await hops.handlers.beginHop(order());
  expect(listening()).toBe(true);
  await hops.handlers.endHop({ key });
  expect(listening()).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(listening()).toBe(false);
  vi.useRealTimers();
});
