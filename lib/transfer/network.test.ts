import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { browserNetwork } from './network';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setup = () => {
  const scope = Object.assign(new EventTarget(), { navigator: { onLine: false } });
  const run = vi.fn<() => void>();
  return { scope, run, end: browserNetwork(scope).onOnline(run) };
};

test('where the browser tells that the network is back, it is known at once', () => {
  const { scope, run } = setup();
  scope.dispatchEvent(new Event('online'));
  expect(run).toHaveBeenCalledTimes(1);
});

test('where the browser tells nothing, it is known within a second', () => {
  const { scope, run } = setup();
  vi.advanceTimersByTime(3_600_000);
  expect(run).not.toHaveBeenCalled();
  scope.navigator.onLine = true;
  vi.advanceTimersByTime(1_000);
  expect(run).toHaveBeenCalledTimes(1);
});

test('who has heard enough hears no more', () => {
  const { scope, run, end } = setup();
  end();
  scope.navigator.onLine = true;
  scope.dispatchEvent(new Event('online'));
  vi.advanceTimersByTime(10_000);
  expect(run).not.toHaveBeenCalled();
});
