import { expect, test } from 'vitest';
import { popupShortcut } from './popup-shortcut';

const commands = (shortcut: string | undefined) => ({ getAll: () => Promise.resolve([{ name: 'other', shortcut: 'F1' }, { name: '_execute_action', shortcut }]) });

test.each([
  ['as the browser writes it', commands('Alt+Shift+D'), 'Alt+Shift+D'],
  ['taken away by the person', commands(''), null],
  ['never given', commands(undefined), null],
  ['in a browser without keys', undefined, null],
])('%s', async (_, browser, shortcut) => {
  expect(await popupShortcut(browser)).toBe(shortcut);
});
