import { expect, test } from 'vitest';
import { createAlarm } from './alarm';

test('the same time is set once, an alarm rings each minute until it is set anew, and only ours is heard', () => {
  const calls: string[] = [];
  const listeners: ((alarm: { name: string }) => void)[] = [];
  let rings = 0;
  const schedule = createAlarm(
    {
      alarms: {
        create: (name: string, { when, periodInMinutes }: { when: number; periodInMinutes: number }) => void calls.push(`${name} ${when}, then each ${periodInMinutes}`),
        clear: async (name: string) => calls.push(`${name} never`) > 0,
        onAlarm: { addListener: (listener: never) => listeners.push(listener) },
      } as never,
      onFault: () => {},
    },
    () => (rings += 1),
  );
  schedule(5);
  schedule(5);
  schedule(6);
  listeners[0]!({ name: 'other' });
  schedule(6);
  listeners[0]!({ name: 'tick' });
  schedule(6);
  schedule(null);
  schedule(null);
  expect(calls).toEqual(['tick 5, then each 1', 'tick 6, then each 1', 'tick 6, then each 1', 'tick never']);
  expect(rings).toBe(1);
});
