import { expect, test } from 'vitest';
import { watchMetered } from './metered';

const connection = (more: object) => Object.assign(new EventTarget(), more);

test.each([
  ['a browser that says nothing', {}, false],
  ['Wi-Fi', { connection: connection({ type: 'wifi', saveData: false }) }, false],
  ['a desktop Chromium, which tells no type', { connection: connection({ saveData: false }) }, false],
  ['a telephone network', { connection: connection({ type: 'cellular' }) }, true],
  ['a person who wants data spared', { connection: connection({ type: 'wifi', saveData: true }) }, true],
])('%s: metered %s', (_what, navigator, metered) => {
  expect(watchMetered(() => {}, navigator)()).toBe(metered);
});

test.each(['change', 'typechange'])('another connection is told of (%s), and the answer is that of now', (name) => {
  const now = connection({ type: 'wifi' });
  let told = 0;
  const isMetered = watchMetered(() => (told += 1), { connection: now });
  Object.assign(now, { type: 'cellular' });
  now.dispatchEvent(new Event(name));
  expect([told, isMetered()]).toEqual([1, true]);
});
