import { expect, test, vi } from 'vitest';
import type { DeclarativeNetRequest } from 'webextension-polyfill';
import type { HopOrder } from '../../protocol/transfer';
import { createHops, type HopDependencies, type Hops } from './hops';

type Listener = (details: object) => void;
const order = (origin = 'https://a.example', url = 'https://b.example/file'): HopOrder => ({ url, headers: { origin, cookie: null } });

/** Long enough for rules to go by themselves. */
const SWEPT = { timeout: 5000 };

/** What a rule forces. */
const originIn = ({ action }: DeclarativeNetRequest.Rule): string | undefined => action.requestHeaders!.find(({ header }) => header === 'origin')?.value;

/** A browser: session rules outlive backgrounds, listeners do not. */
const setUp = (extensionURL = 'moz-extension://1111/') => {
  const rules: DeclarativeNetRequest.Rule[] = [];
  const dead = { value: false };
  /** Origins in rules that the browser takes for malformed. */
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
          if (addRules.some((rule) => refused.has(originIn(rule)!))) throw new Error('malformed rule');
          for (const id of removeRuleIds) rules.splice(rules.findIndex((rule) => rule.id === id) >>> 0, 1);
          if (addRules.some(({ id }) => rules.some((rule) => rule.id === id))) throw new Error('id is taken');
          rules.push(...addRules);
        },
      },
      extensionURL,
    } as unknown as HopDependencies);
    return { hops, webRequest };
  };
  const emit = (name: string, key: string, details: object): void => {
    for (const listener of listeners.get(name)!) listener({ url: `${order().url}#${key}`, requestId: '1', originUrl: 'moz-extension://1111/worker.js', ...details });
  };
  const sent = { requestHeaders: [{ name: 'Origin', value: 'https://a.example' }] };
  const received = {
    statusCode: 302,
    responseHeaders: [
      { name: 'Location', value: '/to' },
      { name: 'Set-Cookie', value: 'a=1' },
    ],
  };
  /** All of one that goes well. */
  const answer = (key: string, details: object = {}): void => {
    emit('onSendHeaders', key, { ...sent, ...details });
    emit('onHeadersReceived', key, { ...received, ip: '::1', ...details });
  };
  return { answer, rules, asked, dead, refused, busy, start, emit, sent, received, listening: () => [...listeners.values()].some(({ size }) => size > 0) };
};

/** A new key, and a hop that has it. */
const begin = async ({ handlers }: Hops, of: HopOrder = order()): Promise<string> => (await handlers.beginHop(of))!;

test('the rule matches the one hop that has the key, takes its tripwire away, and is gone afterwards', async () => {
  const { rules, start } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  expect(key).toMatch(/^[0-9a-f]{32}$/);
  expect(rules).toEqual([
    expect.objectContaining({
      condition: { urlFilter: `#${key}|`, initiatorDomains: ['1111'], tabIds: [-1], resourceTypes: ['xmlhttprequest'] },
      action: {
        type: 'modifyHeaders',
        requestHeaders: [
          { header: 'origin', operation: 'set', value: 'https://a.example' },
          { header: 'cookie', operation: 'remove' },
          { header: `x-${key}`, operation: 'remove' },
        ],
      },
    }),
  ]);
  await hops.handlers.endHop({ key });
  await hops.handlers.endHop({ key });
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test('the rule of a hop that went well serves the next one that forces the same, and goes when none comes', async () => {
  const { rules, busy, start, answer } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  answer(key);
  await hops.handlers.observeHop({ key, failed: false });
  expect(await begin(hops, order('https://a.example', 'https://c.example/other'))).toBe(key);
  answer(key, { requestId: '2' });
  await hops.handlers.observeHop({ key, failed: false });
  expect([busy.calls, rules.length]).toEqual([1, 1]);
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test('of two hops at a time each has its own, whatever they force', async () => {
  const { rules, start, answer } = setUp();
  const { hops } = start();
  const keys = [await begin(hops)];
  answer(keys[0]!);
  await hops.handlers.observeHop({ key: keys[0]!, failed: false });
  keys.push(...(await Promise.all([begin(hops), begin(hops), begin(hops)])));
  expect([new Set(keys.slice(1)).size, keys.slice(1).includes(keys[0]!), rules.length]).toEqual([3, true, 3]);
});

test.each<[what: string, next: HopOrder]>([
  ['another value', order('https://c.example')],
  ['a header more', { ...order(), headers: { ...order().headers, referer: 'https://a.example/' } }],
  ['a header less', { ...order(), headers: { origin: 'https://a.example' } }],
])('one that forces %s has a rule of its own', async (_what, next) => {
  const { rules, start, answer } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  answer(key);
  await hops.handlers.observeHop({ key, failed: false });
  expect(await begin(hops, next)).not.toBe(key);
  expect(rules).toHaveLength(2);
});

test.each<[what: string, end: (hops: Hops, key: string, emit: ReturnType<typeof setUp>['emit']) => unknown]>([
  ['was given up', ({ handlers }, key) => handlers.endHop({ key })],
  ['failed', ({ handlers }, key, emit) => (emit('onErrorOccurred', key, {}), handlers.observeHop({ key, failed: true }))],
])('the rule of one that %s serves no other, and goes with the next that comes', async (_what, end) => {
  const { rules, busy, start, emit } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  await end(hops, key, emit);
  const next = await begin(hops);
  expect(next).not.toBe(key);
  expect([busy.calls, rules.map(({ condition }) => condition.urlFilter)]).toEqual([2, [`#${next}|`]]);
});

test('nor does the rule of one of which nothing was seen', async () => {
  vi.useFakeTimers();
  const { start } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  const observation = hops.handlers.observeHop({ key, failed: false });
  await vi.advanceTimersByTimeAsync(5_000);
  expect(await observation).toBeNull();
  expect(await begin(hops)).not.toBe(key);
  vi.useRealTimers();
});

test('what is told of an earlier hop by the same key, whose body still comes, is not of this one', async () => {
  vi.useFakeTimers();
  const { start, emit, answer, sent, received } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  for (const requestId of ['1', '2']) {
    answer(key, { requestId });
    await hops.handlers.observeHop({ key, failed: false });
    expect(await begin(hops)).toBe(key);
  }
  const observation = hops.handlers.observeHop({ key, failed: false });
  for (const requestId of ['1', '2']) {
    emit('onErrorOccurred', key, { requestId });
    answer(key, { requestId, statusCode: 500 });
  }
  await vi.advanceTimersByTimeAsync(4_000);
  emit('onSendHeaders', key, { ...sent, requestId: '3' });
  emit('onHeadersReceived', key, { ...received, ip: '::2', requestId: '3' });
  expect(await observation).toMatchObject({ status: 302, ip: '::2' });
  vi.useRealTimers();
});

test('no more than so many rules wait for another hop', async () => {
  const { rules, start, answer } = setUp();
  const { hops } = start();
  const keys = await Promise.all(Array.from({ length: 60 }, () => begin(hops)));
  for (const [i, key] of keys.entries()) {
    answer(key, { requestId: String(i) });
    await hops.handlers.observeHop({ key, failed: false });
  }
  // The next change takes those away that are too many.
  const next = await begin(hops, order('https://c.example'));
  expect(rules.map(({ condition }) => condition.urlFilter)).toEqual([...keys.slice(-24), next].map((key) => `#${key}|`));
});

test('whether there is access is asked once for each origin, and anew when some was taken away', async () => {
  const { asked, start } = setUp();
  const { hops } = start();
  await begin(hops);
  const once = asked.length;
  await begin(hops);
  expect(asked).toHaveLength(once);
  await begin(hops, order('https://a.example', 'http://b.example/file'));
  expect(asked).toHaveLength(2 * once);
  hops.accessRemoved();
  await begin(hops);
  expect(asked).toHaveLength(3 * once);
  for (let times = 0; times < 2; times++) expect(await hops.handlers.beginHop({ ...order(), url: 'https://closed.example/' })).toBeNull();
  expect(asked, 'that there is none, each time').toHaveLength(5 * once);
});

test.each<[what: string, change: Partial<HopOrder>]>([
  ['scheme', { url: 'file:///etc/passwd' }],
  ['header name', { headers: { 'a b': '1' } }],
  ['header value', { headers: { a: 1 as never } }],
])('an order with a wrong %s is malformed', async (_what, change) => {
  const { hops } = setUp().start();
  await expect(hops.handlers.beginHop({ ...order(), ...change })).rejects.toMatchObject({ code: 'malformed' });
});

test('a host without access gets no rule', async () => {
  const { rules, start } = setUp();
  const { hops } = start();
  expect(await hops.handlers.beginHop({ ...order(), url: 'https://closed.example:8443/' })).toBeNull();
  expect(rules).toEqual([]);
});

test('sixty hops at a time have sixty ids, and none that an earlier background left', async () => {
  const { rules, start } = setUp();
  await begin(start().hops);
  const { hops } = start();
  const keys = await Promise.all(Array.from({ length: 60 }, () => begin(hops)));
  expect(new Set(rules.map(({ id }) => id)).size).toBe(61);
  await hops.clearLeftovers();
  expect(rules).toHaveLength(60);
  await Promise.all(keys.map(async (key) => hops.handlers.endHop({ key })));
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test('a rule that waits for another hop is no leftover', async () => {
  const { rules, start, answer } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  answer(key);
  await hops.handlers.observeHop({ key, failed: false });
  await hops.clearLeftovers();
  expect(rules).toHaveLength(1);
});

test('a rule that the browser refuses takes none with it that came at the same time, nor one that is to go', async () => {
  const { rules, refused, start } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  refused.add('https://bad.example');
  const outcomes = await Promise.allSettled([
    begin(hops, order('https://first.example')),
    begin(hops, order('https://bad.example')),
    hops.handlers.endHop({ key }),
    begin(hops, order('https://second.example')),
  ]);
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
  expect(rules.map(originIn)).toEqual(['https://first.example', 'https://second.example']);
});

test('a hop that ends while others wait for their rules leaves none behind', async () => {
  const { rules, busy, start } = setUp();
  const { hops } = start();
  const first = await begin(hops);
  const free = Promise.withResolvers<void>();
  busy.until = free.promise;
  const begun = [begin(hops), begin(hops)];
  await expect.poll(() => busy.calls).toBe(2);
  const ended = hops.handlers.endHop({ key: first });
  free.resolve();
  await ended;
  for (const key of await Promise.all(begun)) await hops.handlers.endHop({ key });
  await expect.poll(() => rules, SWEPT).toEqual([]);
});

test("other rooms' rules are left alone", async () => {
  const { rules, start } = setUp();
  rules.push({ id: 7 } as never, { id: 1_500_000_000 } as never);
  const { hops } = start();
  await hops.handlers.endHop({ key: await begin(hops) });
  await hops.clearLeftovers();
  expect(rules.map(({ id }) => id)).toEqual([7, 1_500_000_000]);
});

test('a rule that cannot be set leaves nothing behind', async () => {
  const { dead, start } = setUp();
  const { hops } = start();
  dead.value = true;
  await expect(hops.handlers.beginHop(order())).rejects.toThrow('no rules today');
  dead.value = false;
  expect(await begin(hops)).toMatch(/^[0-9a-f]{32}$/);
});

test('a hop is observed whole, cookies left out', async () => {
  const { start, emit, sent, received } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  const observation = hops.handlers.observeHop({ key, failed: false });
  emit('onSendHeaders', key, sent);
  emit('onHeadersReceived', key, { ...received, ip: '93.184.216.34' });
  expect(await observation).toEqual({ sent: [['origin', 'https://a.example']], status: 302, received: [['location', '/to']], ip: '93.184.216.34' });
});

test('Chromium tells the address later', async () => {
  const { start, emit, sent, received } = setUp('chrome-extension://1111/');
  const { hops, webRequest } = start();
  const ours = { initiator: 'chrome-extension://1111', originUrl: undefined };
  const key = await begin(hops);
  expect(webRequest['onSendHeaders']!.addListener.mock.calls[0]![2]).toEqual(['requestHeaders', 'extraHeaders']);
  emit('onSendHeaders', key, { ...sent, ...ours });
  emit('onHeadersReceived', key, { ...received, ...ours });
  emit('onBeforeRedirect', key, { ip: '::1', ...ours });
  expect(await hops.handlers.observeHop({ key, failed: false })).toMatchObject({ status: 302, ip: '::1' });
});

test("a key on somebody else's request is not observed", async () => {
  vi.useFakeTimers();
  const { start, emit, sent, received } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  const observation = hops.handlers.observeHop({ key, failed: false });
  for (const originUrl of ['https://evil.example/', 'moz-extension://1111.evil.example/', 'moz-extension://11112/worker.js']) {
    emit('onSendHeaders', key, { ...sent, originUrl });
    emit('onHeadersReceived', key, { ...received, ip: '1.1.1.1', originUrl });
  }
  await vi.advanceTimersByTimeAsync(5000);
  expect(await observation).toBeNull();
  vi.useRealTimers();
});

test('a failed connection is told as status 0, at once', async () => {
  const { start, emit, sent } = setUp();
  const { hops } = start();
  const key = await begin(hops);
  emit('onSendHeaders', key, sent);
  expect(await hops.handlers.observeHop({ key, failed: true })).toMatchObject({ status: 0, ip: null });
});

test('a background that saw nothing, or only a part, never says it saw the whole', async () => {
  vi.useFakeTimers();
  const { start, emit, received } = setUp();
  const old = await begin(start().hops);
  const { hops } = start();
  await expect(hops.handlers.observeHop({ key: old, failed: false })).rejects.toMatchObject({ code: 'gone' });
  const key = await begin(hops);
  emit('onHeadersReceived', key, { ...received, ip: '1.1.1.1' });
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
  const key = await begin(hops);
  expect(listening()).toBe(true);
  await hops.handlers.endHop({ key });
  expect(listening()).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(listening()).toBe(false);
  vi.useRealTimers();
});
