import { expect, test } from 'vitest';
import { createFrameRules } from './frame-rules';

function setup(left: { id: number }[] = []) {
  const rules = new Map<number, { id: number; condition?: { urlFilter?: string; tabIds?: number[] } }>(left.map((rule) => [rule.id, rule]));
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
  return { rules, frameRules: createFrameRules(api as never) };
}

test('a rule holds for one URL with an unguessable fragment, in no tab, and only until it is removed', async () => {
  const { rules, frameRules } = setup();
  const rule = await frameRules.add('https://a.example/sw.js?v=1');
  expect(rule.url).toMatch(/^https:\/\/a\.example\/sw\.js\?v=1#[0-9a-f]{32}$/);
  const [stored] = [...rules.values()];
  expect(stored!.condition).toMatchObject({ urlFilter: `${rule.url.slice(rule.url.indexOf('#'))}|`, tabIds: [-1] });
  await rule.remove();
  await rule.remove();
  expect(rules.size).toBe(0);
});

test('rules side by side have ids of their own', async () => {
  const { rules, frameRules } = setup();
  await Promise.all(Array.from({ length: 20 }, (_, i) => frameRules.add(`https://a.example/${i}`)));
  expect(rules.size).toBe(20);
});

test('what an earlier background left goes with the first use; rules of others stay', async () => {
  const { rules, frameRules } = setup([{ id: 1 }, { id: 900_000 }, { id: 900_999 }, { id: 1_000_000 }]);
  const rule = await frameRules.add('https://a.example/');
  await rule.remove();
  expect([...rules.keys()]).toEqual([1, 1_000_000]);
});
