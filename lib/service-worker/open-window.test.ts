import { expect, test, vi } from 'vitest';
import { lendOpenWindow } from './open-window';

function setUp(allowed = true) {
  const native = vi.fn<() => Promise<never>>(() => Promise.reject(new DOMException('', 'InvalidAccessError')));
  const opened: string[] = [];
  const clients = Object.create({ openWindow: native, matchAll: async () => [{ url: 'https://site.test/new' }] }) as Parameters<typeof lendOpenWindow>[0];
  const takeBack = lendOpenWindow(clients, 'https://site.test/sw.js', async (url) => (opened.push(url), allowed));
  return { clients, opened, takeBack, native };
}

test('one window of the own origin is opened, and given back where it is a client already', async () => {
  const { clients, opened } = setUp();
  expect(await clients.openWindow('/new')).toEqual({ url: 'https://site.test/new' });
  expect(opened).toEqual(['https://site.test/new']);
  await expect(clients.openWindow('/second')).rejects.toMatchObject({ name: 'InvalidAccessError' });
  expect(opened).toHaveLength(1);
});

test.each([
  ['another origin', 'https://other.test/', true],
  ['a refusal', '/new', false],
])("%s gets the browser's own answer", async (_, url, allowed) => {
  await expect(setUp(allowed).clients.openWindow(url)).rejects.toMatchObject({ name: 'InvalidAccessError' });
});

test('a URL that is none rejects with TypeError', async () => {
  await expect(setUp().clients.openWindow('https://:bad')).rejects.toThrow(TypeError);
});

test('taken back, nothing of it is left', () => {
  const { clients, takeBack, native } = setUp();
  takeBack();
  expect(clients.openWindow).toBe(native);
  expect(Object.hasOwn(clients, 'openWindow')).toBe(false);
});
