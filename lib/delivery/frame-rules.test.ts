import { expect, test } from 'vitest';
import { createFrameRules } from './frame-rules';

function setup(left: { id: number }[] = []) {
  const rules = new Map<number, { id: number; condition?: { urlFilter?: string; tabIds?: number[] }; action?: { type: string }; priority?: number }>(left.map((rule) => [rule.id, rule]));
  const api = {
    getSessionRules: async () => [...rules.values()],
    updateSessionRules: async ({ removeRuleIds = [], addRules = [] }: { removeRuleIds?: number[]; addRules?: { id: number }[] }) => {
      for (const id of removeRuleIds) rules.delete(id);
      for (const rule of addRules) {
        if (rules.has(rule.id)) throw new Error(`rule ${rule.id} exists`);
        rules.set(rule.id, rule);
      }
    },
  };
  return { rules, frameRules: createFrameRules(api as never, 'own-host') };
}

test('a rule holds for one URL with an unguessable fragment, in no tab, and only until it is removed', async () => {
  const { rules, frameRules } = setup();
  const rule = await frameRules.add('https://a.example/sw.js?v=1');
  expect(rule.url).toMatch(/^https:\/\/a\.example\/sw\.js\?v=1#[0-9a-f]{32}$/);
  const changing = [...rules.values()].filter(({ action }) => action!.type === 'modifyHeaders');
  expect(changing).toMatchObject([{ condition: { urlFilter: `${rule.url.slice(rule.url.indexOf('#'))}|`, tabIds: [-1] } }]);
  await rule.remove();
  await rule.remove();
  expect([...rules.values()].map(({ action }) => action!.type)).toEqual(['block']);
});

test('each frame of ours goes to the origin that it was made for, and nowhere else', async () => {
  const { rules, frameRules } = setup();
  const { url } = await frameRules.add('https://a.example:8443/sw.js');
  const ours = { initiatorDomains: ['own-host'], tabIds: [-1], resourceTypes: ['sub_frame'] };
  const [elsewhere, origin, headers] = [...rules.values()];
  expect(elsewhere).toMatchObject({ action: { type: 'block' }, condition: ours });
  expect(elsewhere!.condition).not.toHaveProperty('urlFilter');
  expect(origin).toMatchObject({ action: { type: 'allow' }, condition: { ...ours, urlFilter: `|https://a.example:8443/*${new URL(url).hash}|` } });
  expect([elsewhere!.priority! < origin!.priority!, origin!.priority! < headers!.priority!]).toEqual([true, true]);
});

test('a tab is kept in its origin until it is set free', async () => {
  const { rules, frameRules } = setup();
  const free = await frameRules.confine(7, 'https://a.example');
  const inTab = { tabIds: [7], resourceTypes: ['main_frame'] };
  expect([...rules.values()].slice(1)).toMatchObject([
    { action: { type: 'block' }, condition: inTab },
    { action: { type: 'allow' }, condition: { ...inTab, urlFilter: '|https://a.example/' } },
  ]);
  await free();
  expect(rules.size).toBe(1);
});

test('rules side by side have ids of their own', async () => {
  const { rules, frameRules } = setup();
  await Promise.all(Array.from({ length: 20 }, (_, i) => frameRules.add(`https://a.example/${i}`)));
  expect(rules.size).toBe(41);
});

test('what an earlier background left goes with the first use, or at once; rules of others stay', async () => {
  const left = [{ id: 1 }, { id: 900_000 }, { id: 900_999 }, { id: 1_000_000 }];
  const used = setup(left);
  await (await used.frameRules.add('https://a.example/')).remove();
  expect([...used.rules.keys()].toSorted((a, b) => a - b)).toEqual([1, 900_000, 1_000_000]);
  const unused = setup(left);
  await unused.frameRules.clearLeftovers();
  expect([...unused.rules.keys()]).toEqual([1, 1_000_000]);
  const both = setup(left);
  await Promise.all([both.frameRules.clearLeftovers(), both.frameRules.add('https://a.example/')]);
  expect(both.rules.has(900_000)).toBe(true);
});
