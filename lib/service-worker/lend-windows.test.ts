import { expect, test, vi } from 'vitest';
import { createLender } from './lend-windows';

const refuse = () => Promise.reject(new DOMException('', 'InvalidAccessError'));

/** The browser's own, which refuse; a background with clicks that each allow one of its tabs once. */
function setUp({ tabs = ['https://site.test/', 'https://site.test/new'], failing = false } = {}) {
  class Clients {
    windows: WindowClient[] = [];
    async matchAll(): Promise<WindowClient[]> {
      return this.windows;
    }
    async get(id: string): Promise<WindowClient | undefined> {
      return this.windows.find((client) => client.id === id);
    }
    openWindow(_url: string): Promise<WindowClient | null> {
      return refuse();
    }
  }
  class WindowClient {
    constructor(
      readonly id: string,
      readonly url: string,
      readonly frameType = 'top-level',
    ) {}
    focus(): Promise<WindowClient> {
      return refuse();
    }
  }
  const native = [Clients.prototype, WindowClient.prototype].map((prototype) => Object.getOwnPropertyDescriptors(prototype));
  const now = () => [Clients.prototype, WindowClient.prototype].map((prototype) => Object.getOwnPropertyDescriptors(prototype));
  const clients = new Clients();
  const clicks = new Set(['one', 'two']);
  const ask = vi.fn<(name: string, payload: { job: string; url: string }) => Promise<boolean>>(async (name, { job, url }) => {
    if (failing) throw new Error('the connection was lost');
    if (!tabs.includes(url) || !clicks.delete(job)) return false;
    if (name === 'openWindow') clients.windows = [...clients.windows, new WindowClient('opened', url)];
    return true;
  });
  const lend = createLender({ clients, location: { href: 'https://site.test/sw.js' }, WindowClient } as never, ask);
  const client = new WindowClient('first', 'https://site.test/');
  return { clients, client, WindowClient, prototypes: [Clients.prototype, WindowClient.prototype] as const, native, now, ask, lend };
}

const name = (promise: Promise<unknown>): Promise<unknown> => promise.then(() => 'done', (error: Error) => error.name);

test('a window is opened by its absolute address, and its client given back', async () => {
  const { clients, ask, lend } = setUp();
  lend('one');
  expect(await clients.openWindow('/new')).toMatchObject({ id: 'opened', url: 'https://site.test/new' });
  expect(ask.mock.calls).toEqual([['openWindow', { job: 'one', url: 'https://site.test/new' }]]);
});

test('a window is focused by the address of its client, which is given back as it is by now', async () => {
  const { client, clients, WindowClient, ask, lend } = setUp();
  lend('one');
  const current = new WindowClient('first', 'https://site.test/');
  clients.windows = [current] as never;
  expect(await client.focus()).toBe(current);
  expect(ask.mock.calls).toEqual([['focusWindow', { job: 'one', url: 'https://site.test/' }]]);
});

test('a client that is gone when it has been focused is given back as it was', async () => {
  const { client, lend } = setUp();
  lend('one');
  expect(await client.focus()).toBe(client);
});

test('one click is one interaction, whichever comes first: the rest gets the answer of the browser', async () => {
  const first = setUp();
  first.lend('one');
  expect([await name(first.client.focus()), await name(first.clients.openWindow('/new')), await name(first.client.focus())]).toEqual(['done', 'InvalidAccessError', 'InvalidAccessError']);
  const second = setUp();
  second.lend('one');
  expect([await name(second.clients.openWindow('/new')), await name(second.client.focus())]).toEqual(['done', 'InvalidAccessError']);
});

test('what the background does not find leaves the click for another wish', async () => {
  const { clients, client, lend } = setUp({ tabs: ['https://site.test/new'] });
  lend('one');
  expect([await name(client.focus()), await name(clients.openWindow('/new'))]).toEqual(['InvalidAccessError', 'done']);
});

test('a frame is left to the browser', async () => {
  const { WindowClient, ask, lend } = setUp();
  lend('one');
  expect(await name(new WindowClient('frame', 'https://site.test/', 'nested').focus())).toBe('InvalidAccessError');
  expect(ask).not.toHaveBeenCalled();
});

test('a call that fails on its way gets the answer of the browser; a URL that is none, or no client, is a TypeError', async () => {
  const { clients, client, prototypes, lend } = setUp({ failing: true });
  lend('one');
  expect([await name(client.focus()), await name(clients.openWindow('/new'))]).toEqual(['InvalidAccessError', 'InvalidAccessError']);
  expect(await name(clients.openWindow('https://:bad'))).toBe('TypeError');
  expect(await name(Reflect.apply(prototypes[1].focus, undefined, []))).toBe('TypeError');
});

test('lent methods look like those of the browser, and taken back, nothing of them is left', () => {
  const { prototypes, native, now, lend } = setUp();
  const takeBack = lend('one');
  expect(prototypes.map((prototype) => Object.getOwnPropertyNames(prototype))).toEqual(native.map((descriptors) => Object.keys(descriptors)));
  const lent = now().flatMap(({ openWindow, focus }) => openWindow ?? focus ?? []);
  expect(lent.map(({ value, ...attributes }) => [value.name, value.length, attributes])).toEqual([
    ['openWindow', 1, { writable: true, enumerable: false, configurable: true }],
    ['focus', 0, { writable: true, enumerable: false, configurable: true }],
  ]);
  expect(lent.map(({ value }) => value)).not.toContain(native[0]!['openWindow']!.value);
  takeBack();
  expect(now()).toEqual(native);
});

test.each([
  ['the first', [0, 1]],
  ['the second', [1, 0]],
])('of two clicks handled at once each has its window, and nothing is left when %s is through before the other', async (_, order) => {
  const { client, clients, native, now, lend } = setUp();
  const loans = [lend('one'), lend('two')];
  expect([await name(client.focus()), await name(client.focus()), await name(client.focus())]).toEqual(['done', 'done', 'InvalidAccessError']);
  loans[order[0]!]!();
  expect(now()).not.toEqual(native);
  loans[order[1]!]!();
  expect(now()).toEqual(native);
  expect(await name(clients.openWindow('/new'))).toBe('InvalidAccessError');
});

test('of two clicks the one that is through lends nothing more', async () => {
  const { client, ask, lend } = setUp();
  const loans = [lend('one'), lend('two')];
  loans[1]!();
  await client.focus();
  expect(ask.mock.calls.map(([, { job }]) => job)).toEqual(['one']);
});

test('a method that the site has put in place meanwhile stays', () => {
  const { prototypes, lend } = setUp();
  const takeBack = lend('one');
  const own = async (): Promise<never> => refuse();
  prototypes[1].focus = own;
  takeBack();
  expect(prototypes[1].focus).toBe(own);
});

test('where the site has frozen the prototypes, its handlers run all the same', async () => {
  const { client, prototypes, lend } = setUp();
  for (const prototype of prototypes) Object.freeze(prototype);
  lend('one')();
  expect(await name(client.focus())).toBe('InvalidAccessError');
});
