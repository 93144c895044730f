import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBackgroundTabs } from './background-tab';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const place = { origin: 'https://a.example', scope: 'https://a.example/app/', scriptURL: null };
const never = new Promise<void>(() => {});

/** @param bridgeAfter milliseconds after which the tab has a bridge */
function setup({ onLine = true, bridgeAfter = Infinity } = {}) {
  const start = Date.now();
  const tabs = {
    create: vi.fn<(options: object) => Promise<{ id: number }>>(async () => ({ id: 5 })),
    update: vi.fn<(tabId: number, options: object) => Promise<object>>(async () => ({})),
    remove: vi.fn<(tabId: number) => Promise<void>>(async () => {}),
    sendMessage: vi.fn<(tabId: number, message: object, options: object) => Promise<unknown>>(async () => (Date.now() - start >= bridgeAfter ? undefined : Promise.reject(new Error('no receiver')))),
  };
  return { tabs, background: createBackgroundTabs({ tabs: tabs as never, onLine: () => onLine }) };
}

test('the tab opens behind, muted, is asked until it is closed, and closes', async () => {
  const { tabs, background } = setup();
  const tab = (await background.open(place))!;
  expect(tabs.create).toHaveBeenCalledWith({ url: place.scope, active: false });
  expect(tabs.update).toHaveBeenCalledWith(5, { muted: true });
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

test('one tab an hour for a site, none offline', async () => {
  const { tabs, background } = setup();
  expect(await background.open(place)).not.toBe(null);
  expect(await background.open(place)).toBe(null);
  expect(await background.open({ ...place, origin: 'https://b.example' })).not.toBe(null);
  await vi.advanceTimersByTimeAsync(60 * 60_000);
  expect(await background.open(place)).not.toBe(null);
  expect(tabs.create).toHaveBeenCalledTimes(3);
  expect(await setup({ onLine: false }).background.open(place)).toBe(null);
});
