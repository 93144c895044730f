import type { Tabs } from 'webextension-polyfill';
import { expect, test, vi } from 'vitest';
import { createFindTab } from './find-tab';

const OURS = 99;

function setUp(...shown: Partial<Tabs.Tab>[]) {
  const query = vi.fn<() => Promise<Partial<Tabs.Tab>[]>>(async () => shown.map((tab, index) => ({ id: index + 1, windowId: 10, incognito: false, ...tab })));
  const asked: unknown[][] = [];
  const update = async (...args: unknown[]): Promise<void> => void asked.push(['tab', ...args]);
  const windows = { update: async (...args: unknown[]): Promise<void> => void asked.push(['window', ...args]) };
  const environment = { tabs: { query, update }, windows, isOurs: (id: number) => id === OURS };
  const find = (url: string, more = {}) => createFindTab({ ...environment, ...more } as never)(new URL(url));
  const focused = async (url: string): Promise<unknown> => {
    const tab = await find(url);
    if (tab === null) return null;
    await tab.focus();
    return asked[0]![1];
  };
  return { query, asked, find, focused };
}

test('the tab is made the active one of its window, and the window comes to the front; tabs that are not loaded have no clients', async () => {
  const { find, asked, query } = setUp({ url: 'https://a.test/', windowId: 3 });
  const tab = await find('https://a.test/');
  expect(asked).toEqual([]);
  await tab!.focus();
  expect(asked).toEqual([
    ['tab', 1, { active: true }],
    ['window', 3, { focused: true }],
  ]);
  expect(query).toHaveBeenCalledWith({ discarded: false });
});

test('where there are no windows the tab is enough', async () => {
  const { find, asked } = setUp({ url: 'https://a.test/' });
  await (await find('https://a.test/', { windows: undefined }))!.focus();
  expect(asked).toEqual([['tab', 1, { active: true }]]);
});

test.each<[string, Partial<Tabs.Tab>[], number | null]>([
  ['none', [], null],
  ['that address among others of the site', [{ url: 'https://a.test/other' }, { url: 'https://a.test/page?q' }, { url: 'https://a.test/page' }], 2],
  ['another fragment', [{ url: 'https://a.test/other' }, { url: 'https://a.test/page?q#top' }], 2],
  ['that address, the one used last', [1, 3, 2].map((lastAccessed) => ({ url: 'https://a.test/page?q', lastAccessed })), 2],
  ['only one of the site, which has another address by now', [{ url: 'https://b.test/page?q' }, { url: 'https://a.test/moved' }], 2],
  ['several of the site with other addresses', [{ url: 'https://a.test/moved' }, { url: 'https://a.test/else' }], null],
  ['only other origins', [{ url: 'http://a.test/page?q' }, { url: 'https://a.test:8443/page?q' }, { url: 'https://sub.a.test/page?q' }], null],
  ['addresses that we may not read, or that are none', [{}, { url: '' }, { url: 'about:blank' }, { url: 'view-source:https://a.test/page?q' }], null],
  ['a private window', [{ url: 'https://a.test/page?q', incognito: true }], null],
  ['one of our own, for want of a frame', [{ url: 'https://a.test/page?q', id: OURS }, { url: 'https://a.test/moved' }], 2],
  ['no number', [{ url: 'https://a.test/page?q', id: undefined as never }], null],
])('tabs: %s', async (_, shown, expected) => {
  expect(await setUp(...shown).focused('https://a.test/page?q#here')).toBe(expected);
});
