// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JobView, UICalls } from '../lib/protocol/ui';
import { connectToBackground } from '../lib/ui/background-connection';
import { createJobList } from '../lib/ui/job-list';
import { testBackground, testJob } from '../lib/ui/background.mocks';
import { testLanguage } from '../lib/ui/language.mocks';
import { WireException, type Handlers } from '../lib/wire/wire';
import { Popup } from './popup';

let life: AbortController;
/** The browser's: match patterns that we may act for, and for which we asked. */
let allowed: string[];
let asked: string[];
const accessChanged = new Set<() => void>();
beforeEach(() => {
  life = new AbortController();
  allowed = ['<all_urls>'];
  asked = [];
  const event = { addListener: (listener: () => void) => accessChanged.add(listener), removeListener: (listener: () => void) => accessChanged.delete(listener) };
  const contains = async ({ origins }: { origins: string[] }): Promise<boolean> => allowed.includes(origins[0]!);
  const request = async ({ origins }: { origins: string[] }): Promise<void> => void asked.push(...origins);
  vi.stubGlobal('browser', { permissions: { contains, request, onAdded: event, onRemoved: event } });
});
afterEach(() => {
  life.abort();
  render(null, document.body);
  vi.unstubAllGlobals();
});

async function show(jobs: JobView[], { native = false, handlers = {} }: { native?: boolean; handlers?: Partial<Handlers<UICalls>> } = {}) {
  const background = testBackground(jobs, handlers);
  const language = testLanguage('en');
  const list = createJobList(language, life.signal);
  const connection = connectToBackground(background.connect, list, life.signal);
  render(<Popup list={list} background={connection} language={language} native={native} />, document.body);
  await vi.waitFor(() => expect(document.querySelector('.job, .empty')).not.toBeNull());
  return background;
}

const button = (name: string): HTMLElement => {
  const found = document.querySelector<HTMLElement>(`button[aria-label="${name}"]`);
  if (!found) throw new Error(`no button "${name}"`);
  return found;
};
const text = (): string => document.body.textContent ?? '';

test('an empty list teaches what will stand here', async () => {
  await show([]);
  expect(text()).toContain('When a site starts a download in the background, you see it here.');
});

test('a browser that has the API itself is told that nothing needs doing', async () => {
  await show([], { native: true });
  expect(text()).toContain('This browser has Background Fetch itself');
});

test.each([
  ['Pause', 'pause', {}],
  ['Cancel', 'cancel', {}],
  ['Resume', 'resume', { paused: 'user' }],
  ['Retry now', 'retry', { waiting: { for: 'network' } }],
  ['Remove', 'remove', { result: 'success' }],
] as const)('the button "%s" asks the background to %s that very job', async (label, call, more) => {
  const background = await show([testJob({ job: 'other', title: 'Other' }), testJob({ job: 'a', ...more })]);
  button(`${label}: Long Rain`).click();
  await vi.waitFor(() => expect(background.calls).toEqual([[call, 'a']]));
});

test.each([
  ['Allow', 'allow'],
  ['Block', 'block'],
] as const)('a job that asks is answered for its site: %s', async (label, consent) => {
  const background = await show([testJob({ paused: 'consent' })]);
  expect(text()).toContain('Allow podcast.example to download in the background?');
  button(`${label}: podcast.example`).click();
  await vi.waitFor(() => expect(background.answers).toEqual([{ origin: 'https://podcast.example', consent }]));
});

test('a job that waits for access has the browser ask for it, for that host', async () => {
  await show([testJob({ waiting: { for: 'host-access', origin: 'https://cdn.example:8443' } })]);
  expect(text()).toContain('Needs access to cdn.example:8443.');
  button('Allow access to cdn.example:8443').click();
  expect(asked).toEqual(['https://cdn.example/*']);
});

test('where not all sites are allowed the popup says what that means, until they are', async () => {
  allowed = [];
  await show([]);
  await vi.waitFor(() => expect(text()).toContain('The browser does not let this extension act for all sites.'));
  [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Allow for all sites')!.click();
  expect(asked).toEqual(['<all_urls>']);
  allowed = ['<all_urls>'];
  for (const listener of accessChanged) listener();
  await vi.waitFor(() => expect(text()).not.toContain('The browser does not let'));
});

const choice = (site: string): HTMLSelectElement | null => document.querySelector(`select[aria-label="Background downloads of ${site}"]`);

test('each site has its answer, which can be changed and follows what other pages choose', async () => {
  const background = await show([testJob(), testJob({ job: 'b' })], { handlers: { consents: () => [{ origin: 'https://blocked.example', consent: 'block' }] } });
  expect([...document.querySelectorAll('select')].map(({ value }) => value)).toEqual(['block', 'allow']);
  const select = choice('podcast.example')!;
  select.value = 'ask';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(background.answers).toEqual([{ origin: 'https://podcast.example', consent: 'ask' }]));
  background.push('consent', { origin: 'https://podcast.example', consent: 'ask' });
  background.push('consent', { origin: 'https://blocked.example', consent: 'allow' });
  await vi.waitFor(() => expect(choice('blocked.example')).toBeNull());
  expect(choice('podcast.example')!.value).toBe('ask');
});

test('an answer that could not be kept is not shown as if it were', async () => {
  const refuse = (): never => {
    throw new WireException('internal');
  };
  await show([testJob()], { handlers: { setConsent: refuse } });
  const select = choice('podcast.example')!;
  select.value = 'block';
  select.dispatchEvent(new Event('change', { bubbles: true }));
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')!.textContent).toBe('That did not work. Try once more.'));
  expect(choice('podcast.example')!.value).toBe('allow');
});

test('the title is a click on the background fetch', async () => {
  const background = await show([testJob()]);
  document.querySelector<HTMLElement>('.title')!.click();
  await vi.waitFor(() => expect(background.calls).toEqual([['click', 'a']]));
});

test('a title of markup is shown, never run', async () => {
  await show([testJob({ title: '<img src=x onerror="alert(1)"><b>Bold</b>' })]);
  expect(document.querySelector('img, b')).toBeNull();
  expect(document.querySelector('.title')!.textContent).toBe('<img src=x onerror="alert(1)"><b>Bold</b>');
});

test('the site is named on every row, in full', async () => {
  const origin = `https://${'a'.repeat(60)}.bank.example.attacker.example`;
  await show([testJob({ origin })]);
  expect(document.querySelector('.origin')!.textContent).toBe(origin.slice(8));
});

test('a progress bar has its job’s name, and no value while the total is unknown', async () => {
  const background = await show([testJob({ downloaded: 30, downloadTotal: 120 })]);
  const bar = (): HTMLProgressElement => document.querySelector('progress')!;
  expect(document.getElementById(bar().getAttribute('aria-labelledby')!)!.textContent).toBe('Long Rain');
  expect([bar().value, bar().max]).toEqual([30, 120]);
  background.push('changed', testJob({ downloaded: 30 }));
  await vi.waitFor(() => expect(bar().hasAttribute('value')).toBe(false));
});

test('a button that fails says so in words', async () => {
  const refuse = (): never => {
    throw new WireException('gone');
  };
  await show([testJob()], { handlers: { cancel: refuse } });
  button('Cancel: Long Rain').click();
  await vi.waitFor(() => expect(document.querySelector('[role=alert]')!.textContent).toBe('That download has already ended.'));
});

test('pausing by keyboard leaves the focus on the button that now resumes', async () => {
  const background = await show([testJob()]);
  button('Pause: Long Rain').focus();
  background.push('changed', testJob({ paused: 'user' }));
  await vi.waitFor(() => expect(text()).toContain('Paused'));
  expect(document.activeElement!.closest('[data-job]')?.getAttribute('data-job')).toBe('a');
});

test('removing a job leaves the focus on its neighbour', async () => {
  const done = { result: 'success', settledAt: 1 } as const;
  const background = await show([testJob({ job: 'a', title: 'A', createdAt: 2, ...done }), testJob({ job: 'b', title: 'B', createdAt: 1, ...done })]);
  button('Remove: A').focus();
  background.push('removed', { job: 'a' });
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Remove: B')));
});

test('an end is told to screen readers, progress is not', async () => {
  const background = await show([testJob()]);
  const spoken = (): string => document.querySelector('[aria-live]')!.textContent ?? '';
  for (const [downloaded, shown] of [[5_000_000, '5.0'], [6_000_000, '6.0'], [7_000_000, '7.0']] as const) {
    background.push('changed', testJob({ downloaded }));
    await vi.waitFor(() => expect(text()).toContain(shown));
  }
  expect(spoken()).toBe('');
  background.push('changed', testJob({ result: 'success', settledAt: 1 }));
  await vi.waitFor(() => expect(spoken()).toBe('Long Rain: finished'));
});
