import { expect, test } from 'vitest';
import { createVisits } from './visits';

type Listener = (tabId: number, change: object, tab: object) => void;

interface Tab {
  id?: number;
  url?: string;
  incognito?: boolean;
}

/** A browser; `start()` is a background that starts in it. Firefox has a `memory` for that. */
function browser(memory: Map<string, string> | null) {
  const alarms: string[] = [];
  const open: Tab[] = [];
  const start = () => {
    const listeners = new Set<Listener>();
    const suspended = new Set<() => void>();
    const seen: string[] = [];
    const visits = createVisits(
      {
        tabs: {
          onUpdated: { addListener: (listener: Listener) => void listeners.add(listener), removeListener: (listener: Listener) => void listeners.delete(listener) },
          query: async () => open,
        } as never,
        runtime: { onSuspend: { addListener: (listener: () => void) => void suspended.add(listener) } } as never,
        alarms: { create: (name: string) => void alarms.push(name) } as never,
        memory: memory && {
          getItem: (key) => memory.get(key) ?? null,
          setItem: (key, value) => void memory.set(key, value),
          removeItem: (key) => void memory.delete(key),
        },
        isOurs: (tabId) => tabId === 99,
        onFault: (_, error) => {
          throw error;
        },
      },
      (origin) => seen.push(origin),
    );
    const load = (url: string | undefined, tabId = 1, tab = {}) => listeners.forEach((listener) => listener(tabId, { status: 'complete' }, { url, incognito: false, ...tab }));
    return { listeners, seen, visits, load, suspend: () => suspended.forEach((listener) => listener()) };
  };
  return { start, open, alarms };
}

test('a service worker listens from the start, and no longer than there is reason to', () => {
  const { listeners, visits } = browser(null).start();
  expect(listeners.size).toBe(1);
  visits.watch(false);
  visits.watch(false);
  expect(listeners.size).toBe(0);
  visits.watch(true);
  expect(listeners.size).toBe(1);
});

test('an event page listens from the start only where the one before knew of something that waits', () => {
  const { start } = browser(new Map());
  const first = start();
  first.visits.watch(false);
  expect(first.listeners.size).toBe(0);
  first.visits.watch(true);
  expect(first.listeners.size).toBe(1);
  const second = start();
  expect(second.listeners.size).toBe(1);
  second.visits.watch(false);
  expect(second.listeners.size).toBe(0);
  expect(start().listeners.size).toBe(0);
});

test('an event page that began to listen too late to be started by it is started once more, and then sees what has opened meanwhile', async () => {
  const { start, open, alarms } = browser(new Map());
  const first = start();
  first.visits.watch(true);
  first.suspend();
  expect(alarms).toEqual(['listen']);

  open.push({ id: 1, url: 'https://a.example/x', incognito: false }, { id: 99, url: 'https://b.example/' }, { url: 'https://c.example/' }, { id: 2, url: 'about:blank' });
  const second = start();
  await new Promise((resolve) => setTimeout(resolve));
  expect(second.seen).toEqual(['https://a.example']);
  second.suspend();
  const third = start();
  await new Promise((resolve) => setTimeout(resolve));
  expect([third.seen, third.listeners.size, alarms]).toEqual([[], 1, ['listen']]);
});

test('an event page with nothing that waits is not started again', () => {
  const { start, alarms } = browser(new Map());
  const { visits, suspend } = start();
  visits.watch(true);
  visits.watch(false);
  suspend();
  expect(alarms).toEqual([]);
});

test('a page that has loaded is a visit of its origin; pages of no origin, private ones and tabs of ours are none', () => {
  const { seen, load } = browser(null).start();
  load('https://a.example/x');
  load('about:blank');
  load('data:text/html,x');
  load(undefined);
  load('https://b.example/', 1, { incognito: true });
  load('https://c.example/', 99);
  expect(seen).toEqual(['https://a.example']);
});
