import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { createBadge } from './badge';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const setup = () => {
  const shown: string[] = [];
  const titles: string[] = [];
  const colors = new Map<string, string>();
  const progress = vi.fn<() => Promise<number | null>>(async () => null);
  const badge = createBadge({
    action: {
      setBadgeText: async ({ text }: { text: string }) => void shown.push(text),
      setBadgeBackgroundColor: async ({ color }: { color: string }) => void colors.set(shown.at(-1)!, color),
      setTitle: async ({ title }: { title: string }) => void titles.push(title),
    } as never,
    i18n: { getMessage: (name: string, values?: string[]) => [name, ...(values ?? [])].join(' ') },
    progress,
    onFault: (_, error) => {
      throw error;
    },
  });
  return { badge, shown, titles, colors, progress };
};

test('the badge shows how many run, a question where one asks, and nothing else; it is written only when it changes', () => {
  const { badge, shown, titles } = setup();
  for (const summary of [
    { active: 0, asking: 0 },
    { active: 2, asking: 0 },
    { active: 2, asking: 0 },
    { active: 3, asking: 1 },
    { active: 0, asking: 0 },
  ])
    badge.summary(summary);
  expect(shown).toEqual(['', '2', '?', '']);
  expect(titles).toEqual(['extensionName', 'extensionName: badgeActive 2', 'extensionName: badgeAsking 3', 'extensionName']);
});

test('one alone shows how far it is, once a second at most; a second one makes it a number again', async () => {
  const { badge, shown, progress } = setup();
  badge.summary({ active: 1, asking: 0 });
  progress.mockResolvedValue(0.429);
  for (let push = 0; push < 40; push++) {
    badge.moved();
    await vi.advanceTimersByTimeAsync(50);
  }
  expect(progress.mock.calls.length).toBeLessThanOrEqual(2);
  expect(shown).toEqual(['1', '42%']);
  badge.summary({ active: 2, asking: 0 });
  badge.moved();
  await vi.advanceTimersByTimeAsync(2_000);
  badge.summary({ active: 1, asking: 0 });
  expect(shown).toEqual(['1', '42%', '2', '1']);
});

test('a failure is told by text and colour until somebody looks; a question comes before it', () => {
  const { badge, shown, titles, colors } = setup();
  badge.summary({ active: 2, asking: 0 });
  badge.failed(1);
  badge.summary({ active: 2, asking: 1 });
  badge.summary({ active: 0, asking: 0 });
  badge.failed(0);
  expect(shown).toEqual(['2', '!', '?', '!', '']);
  expect(titles[1]).toBe('extensionName: badgeFailed 1');
  expect(new Set(colors.values()).size).toBe(3);
});
