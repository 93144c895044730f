import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBackgroundTabs } from './background-tab';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place = { origin: 'https://a.example', scope: 'https://a.example/app/', scriptURL: null };
const never = new Promise<void>(() => {});

/** @param bridgeAfter milliseconds after which the tab has a bridge */
function setup({ onLine = true, bridgeAfter = Infinity, stored = {} as Record<string, unknown> } = {}) {
  const start = Date.now();
  const tabs = {
    create: vi.fn<(options: object) => Promise<{ id: number }>>(async () => ({ id: 5 })),
    update: vi.fn<(tabId: number, options: object) => Promise<object>>(async () => ({})),
    remove: vi.fn<(tabId: number) => Promise<void>>(async () => {}),
    sendMessage: vi.fn<(tabId: number, message: object, options: object) => Promise<unknown>>(async () => (Date.now() - start >= bridgeAfter ? undefined : Promise.reject(new Error('no receiver')))),
  };
  const steps: string[] = [];
  const area = { get: async () => structuredClone(stored), set: async (items: object) => void Object.assign(stored, structuredClone(items)) };
  const rules = {
    confine: async (tabId: number, origin: string) => {
      steps.push(`${tabId} stays at ${origin}`);
      return async () => void steps.push(`${tabId} is free`);
    },
  };
  return { tabs, steps, rules, area, background: createBackgroundTabs({ tabs: tabs as never, rules, area: area as never, sameSite: (a, b) => a.endsWith('a.example') === b.endsWith('a.example'), onLine: () => onLine }) };
}

test('the tab opens behind, muted, is asked until it is closed, and closes', async () => {
  const { tabs, background } = setup();
  const tab = (await background.open(place))!;
  expect(tabs.create).toHaveBeenCalledWith({ url: 'about:blank', active: false });
  expect(tabs.update).toHaveBeenCalledWith(5, { url: place.scope, muted: true });
  expect(background.has(5)).toBe(true);
  tab.offer('token', never);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tabs.sendMessage).toHaveBeenCalledTimes(5);
  expect(tabs.sendMessage).toHaveBeenCalledWith(5, { serve: 'token' }, { frameId: 0 });
  await tab.close();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(tabs.sendMessage).toHaveBeenCalledTimes(5);
  expect(tabs.remove).toHaveBeenCalledWith(5);
  expect(background.has(5)).toBe(false);
});

test('the tab is kept in its origin before it goes there, until a bridge has the errand', async () => {
  const { tabs, steps, background } = setup();
  tabs.update.mockImplementation(async () => void steps.push('goes') as never);
  const taken = Promise.withResolvers<void>();
  const tab = (await background.open(place))!;
  tab.offer('token', taken.promise);
  expect(steps).toEqual(['5 stays at https://a.example', 'goes']);
  taken.resolve();
  await vi.advanceTimersByTimeAsync(0);
  expect(steps.slice(2)).toEqual(['5 is free']);
  await tab.close();
});

test('a tab that cannot be kept in its origin goes nowhere, and closes', async () => {
  const { tabs, rules, background } = setup();
  vi.spyOn(rules, 'confine').mockRejectedValue(new Error('no rules'));
  await expect(background.open(place)).rejects.toThrow('no rules');
  expect(tabs.update).not.toHaveBeenCalled();
  expect(tabs.remove).toHaveBeenCalledWith(5);
  expect(background.has(5)).toBe(false);
});

test('a tab that cannot be set free closes all the same', async () => {
  const { tabs, rules, background } = setup();
  vi.spyOn(rules, 'confine').mockResolvedValue(() => Promise.reject(new Error('no rules')));
  const tab = (await background.open(place))!;
  tab.offer('token', Promise.resolve());
  await tab.close();
  expect(tabs.remove).toHaveBeenCalledWith(5);
});

test('times that could not be read are read again', async () => {
  const { area, background } = setup();
  vi.spyOn(area, 'get').mockRejectedValueOnce(new Error('no storage'));
  await expect(background.open(place)).rejects.toThrow('no storage');
  expect(await background.open(place)).not.toBe(null);
});

test('a bridge that heard is not asked again at once, one that took the errand never', async () => {
  const { tabs, background } = setup({ bridgeAfter: 500 });
  const taken = Promise.withResolvers<void>();
  (await background.open(place))!.offer('token', taken.promise);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(tabs.sendMessage).toHaveBeenCalledTimes(3);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(tabs.sendMessage).toHaveBeenCalledTimes(4);
  taken.resolve();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(tabs.sendMessage).toHaveBeenCalledTimes(5);
});

test('one tab an hour for a site, whatever becomes of the background, none offline', async () => {
  const stored = {};
  const { tabs, background } = setup({ stored });
  expect(await background.open(place)).not.toBe(null);
  expect(await background.open(place)).toBe(null);
  expect(await setup({ stored }).background.open({ ...place, origin: 'https://sub.a.example' })).toBe(null);
  expect(await background.open({ ...place, origin: 'https://b.test' })).not.toBe(null);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(await background.open(place)).not.toBe(null);
  expect(tabs.create).toHaveBeenCalledTimes(3);
  expect(await setup({ onLine: false }).background.open(place)).toBe(null);
});
