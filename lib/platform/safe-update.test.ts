import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createSafeUpdate } from './safe-update';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const start = () => {
  let listener!: () => void;
  const reload = vi.fn<() => void>();
  const busy = createSafeUpdate({ onUpdateAvailable: { addListener: (added: () => void) => (listener = added) } as never, reload });
  return { busy, reload, available: () => listener() };
};

test('a background at rest is renewed, but not before it had time to look at its jobs', () => {
  const { busy, reload, available } = start();
  available();
  vi.advanceTimersByTime(5_000);
  busy(true);
  vi.advanceTimersByTime(60_000);
  expect(reload).not.toHaveBeenCalled();
  busy(false);
  vi.advanceTimersByTime(10_000);
  expect(reload).toHaveBeenCalledOnce();
});

test('a new version waits for the end of what is under way, through short pauses, but not for ever', () => {
  const { busy, reload, available } = start();
  busy(true);
  available();
  busy(false);
  vi.advanceTimersByTime(9_000);
  busy(true);
  vi.advanceTimersByTime(11 * 60 * 60_000);
  expect(reload).not.toHaveBeenCalled();
  vi.advanceTimersByTime(60 * 60_000);
  expect(reload).toHaveBeenCalledOnce();
});

test('without a new version nothing is renewed', () => {
  const { busy, reload } = start();
  busy(true);
  busy(false);
  vi.advanceTimersByTime(24 * 60 * 60_000);
  expect(reload).not.toHaveBeenCalled();
});
