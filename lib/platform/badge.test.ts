import { expect, test } from 'vitest';
import { createBadge } from './badge';

test('the badge shows how many run, a question where one asks, and nothing else; it is written only when it changes', async () => {
  const shown: string[] = [];
  const titles: string[] = [];
  const badge = createBadge({
    action: {
      setBadgeText: async ({ text }: { text: string }) => void shown.push(text),
      setBadgeBackgroundColor: async () => {},
      setTitle: async ({ title }: { title: string }) => void titles.push(title),
    },
    i18n: { getMessage: (name: string, values?: string[]) => [name, ...(values ?? [])].join(' ') },
    onFault: () => {},
  });
  for (const summary of [
    { active: 0, asking: 0 },
    { active: 2, asking: 0 },
    { active: 2, asking: 0 },
    { active: 3, asking: 1 },
    { active: 0, asking: 0 },
  ])
    badge(summary);
  expect(shown).toEqual(['', '2', '?', '']);
  expect(titles).toEqual([
    'extensionName',
    'extensionName: badgeActive 2',
    'extensionName: badgeAsking 3',
    'extensionName',
  ]);
});
