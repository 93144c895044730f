import { expect, test } from 'vitest';
import { createVisits } from './visits';

type Listener = (tabId: number, change: object, tab: object) => void;

function setup() {
  const listeners = new Set<Listener>();
  const seen: string[] = [];
  const onUpdated = { addListener: (listener: Listener) => void listeners.add(listener), removeListener: (listener: Listener) => void listeners.delete(listener) };
  const visits = createVisits({ tabs: { onUpdated } as never, isOurs: (tabId) => tabId === 99 }, (origin) => seen.push(origin));
  const load = (url: string | undefined, tabId = 1, tab = {}) =>
    listeners.forEach((listener) => listener(tabId, { status: 'complete' }, { url, incognito: false, ...tab }));
  return { listeners, seen, visits, load };
}

test('it listens from the start, and no longer than there is reason to', () => {
  const { listeners, visits } = setup();
  expect(listeners.size).toBe(1);
  visits.watch(false);
  visits.watch(false);
  expect(listeners.size).toBe(0);
  visits.watch(true);
  expect(listeners.size).toBe(1);
});

test('a page that has loaded is a visit of its origin; pages of no origin, private ones and tabs of ours are none', () => {
  const { seen, load } = setup();
  load('https://a.example/x');
  load('about:blank');
  load('data:text/html,x');
  load(undefined);
  load('https://b.example/', 1, { incognito: true });
  load('https://c.example/', 99);
  expect(seen).toEqual(['https://a.example']);
});
