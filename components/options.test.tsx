// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Settings } from '../lib/protocol/settings';
import type { UICalls } from '../lib/protocol/ui';
import { connectToBackground } from '../lib/ui/background-connection';
import { testBackground, testSettings } from '../lib/ui/background.mocks';
import { createJobList } from '../lib/ui/job-list';
import { testLanguage } from '../lib/ui/language.mocks';
import { testAccess } from '../lib/ui/site-access.mocks';
import { WireException, type Handlers } from '../lib/wire/wire';
import { Options } from './options';

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  render(null, document.body);
});

async function show(handlers: Partial<Handlers<UICalls>> = {}) {
  const changes: Partial<Settings>[] = [];
  const setSettings: Handlers<UICalls>['setSettings'] = (some) => {
    changes.push(some);
    return testSettings(some);
  };
  const background = testBackground([], { setSettings, ...handlers });
  const language = testLanguage('en');
  const list = createJobList(language, life.signal);
  const connection = connectToBackground(background.connect, list, life.signal);
  render(<Options list={list} background={connection} language={language} access={testAccess()} native={false} shortcut="Alt+Shift+D" />, document.body);
  await vi.waitFor(() => expect(document.querySelector('#connections')).not.toBeNull());
  return { background, changes };
}

const text = (): string => document.body.textContent ?? '';
const field = (id: string): HTMLInputElement => document.querySelector(`#${id}`)!;
const choose = (id: string, value: string): void => {
  field(id).value = value;
  field(id).dispatchEvent(new Event('change', { bubbles: true }));
};
const check = (label: string): HTMLInputElement => [...document.querySelectorAll('label')].find(({ textContent }) => textContent === label)!.querySelector('input')!;
const button = (name: string): HTMLElement => [...document.querySelectorAll<HTMLElement>('button')].find(({ textContent }) => textContent === name)!;

test.each<[string, string, Partial<Settings>]>([
  ['default', 'ask', { defaultConsent: 'ask' }],
  ['connections', '3', { connections: 3 }],
  ['per-host', '2', { connectionsPerHost: 2 }],
  ['metered', 'pause', { onMetered: 'pause' }],
  ['keep-days', '30', { keepDays: 30 }],
])('a change of "%s" to %s takes effect at once', async (id, value, change) => {
  const { changes } = await show();
  choose(id, value);
  await vi.waitFor(() => expect(changes).toEqual([change]));
});

test.each([
  ['99', 48],
  ['-3', 1],
  ['2.6', 3],
])('a number of %s is the nearest possible one, %d', async (typed, kept) => {
  const { changes } = await show();
  choose('connections', typed);
  await vi.waitFor(() => expect(changes).toEqual([{ connections: kept }]));
  expect(field('connections').value).toBe(String(kept));
});

test.each([
  ['says', { connection: {} }, 'Where the browser says that the connection is metered.'],
  ['does not say', {}, 'This browser does not say whether a connection is metered: everything goes on.'],
])('a browser that %s which connection is metered is spoken of as such', async (_, navigator, hint) => {
  vi.stubGlobal('navigator', navigator);
  await show();
  expect(text()).toContain(hint);
  vi.unstubAllGlobals();
});

test('what is no number changes nothing', async () => {
  const { changes } = await show();
  choose('connections', '');
  expect(field('connections').value).toBe('12');
  expect(changes).toEqual([]);
});

test('a speed limit is given in megabytes, and can be taken away', async () => {
  const { changes } = await show();
  check('Limit the speed').click();
  await vi.waitFor(() => expect(field('limit').value).toBe('5'));
  choose('limit', '8');
  await vi.waitFor(() => expect(changes).toHaveLength(2));
  check('Limit the speed').click();
  await vi.waitFor(() => expect(changes).toEqual([{ speedLimit: 5_000_000 }, { speedLimit: 8_000_000 }, { speedLimit: null }]));
});

test.each([
  ['When a download is complete', { notifyDone: false }],
  ['When a download has failed', { notifyFailed: false }],
])('"%s" can be turned off', async (label, change) => {
  const { changes } = await show();
  check(label).click();
  await vi.waitFor(() => expect(changes).toEqual([change]));
});

test('a change made on another page is shown here', async () => {
  const { background } = await show();
  background.push('settings', testSettings({ connections: 7, notifyDone: false }));
  await vi.waitFor(() => expect(field('connections').value).toBe('7'));
  expect(check('When a download is complete').checked).toBe(false);
});

test('a change that could not be kept is not shown as if it were', async () => {
  const refuse = (): never => {
    throw new WireException('internal');
  };
  await show({ setSettings: refuse });
  check('When a download is complete').click();
  await vi.waitFor(() => expect(text()).toContain('That did not work. Try once more.'));
  expect(check('When a download is complete').checked).toBe(true);
  choose('connections', '3');
  await vi.waitFor(() => expect(field('connections').value).toBe('12'));
});

test('a site is added by any address of it, and what is none is said', async () => {
  const { background } = await show();
  const add = (address: string): void => {
    field('site').value = address;
    document.querySelector('form')!.dispatchEvent(new Event('submit', { bubbles: true, cancelable: true }));
  };
  add('not a site');
  await vi.waitFor(() => expect(text()).toContain('That is not the address of a site.'));
  expect(background.answers).toEqual([]);
  add('https://ads.example/page');
  await vi.waitFor(() => expect(background.answers).toEqual([{ origin: 'https://ads.example', consent: 'block' }]));
});

test('everything is cleared after a question only', async () => {
  const { background } = await show();
  button('Clear everything').click();
  await vi.waitFor(() => expect(text()).toContain('Really forget everything?'));
  expect(background.calls).toEqual([]);
  button('Clear everything').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['clearEverything', 'null']]));
});

test('the keys are written down, the one of the browser as it has it', async () => {
  await show();
  expect(text()).toContain('Alt+Shift+DOpen the list of downloads');
});
