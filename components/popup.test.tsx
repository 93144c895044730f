// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JobView, UICalls } from '../lib/protocol/ui';
import { connectToBackground } from '../lib/ui/background-connection';
import { createJobList } from '../lib/ui/job-list';
import { testBackground, testJob, testSave } from '../lib/ui/background.mocks';
import { testAccess } from '../lib/ui/site-access.mocks';
import type { SiteAccess } from '../lib/ui/site-access';
import { testLanguage } from '../lib/ui/language.mocks';
import { WireException, type Handlers } from '../lib/wire/wire';
import { Popup } from './popup';

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  render(null, document.body);
});

interface Setting {
  native?: boolean;
  access?: SiteAccess;
  handlers?: Partial<Handlers<UICalls>>;
  finished?: number;
}

async function show(jobs: JobView[], { native = false, access = testAccess(), handlers = {}, finished }: Setting = {}) {
  const background = testBackground(jobs, handlers);
  const language = testLanguage('en');
  const list = createJobList(language, life.signal);
  const connection = connectToBackground(background.connect, list, life.signal, { finished: finished ?? null });
  render(<Popup list={list} background={connection} language={language} access={access} native={native} />, document.body);
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

const choice = (site: string): HTMLSelectElement | null => document.querySelector(`select[aria-label="Background downloads of ${site}"]`);

test('where more have ended than are shown, the way to the others is there', async () => {
  const older = (): Element | null => document.querySelector('.older a[href="manager.html"]');
  await show([testJob({ result: 'success' })]);
  expect(older()).toBeNull();
  render(null, document.body);
  await show([], { finished: 1, handlers: { glance: () => ({ jobs: [testJob({ result: 'success' })], more: true }) } });
  expect(older()?.textContent).toBe('Older downloads');
});

test('each site has its answer, which can be changed and follows what other pages choose', async () => {
  const background = await show([testJob(), testJob({ job: 'b' })], { handlers: { consents: () => [{ origin: 'https://blocked.example', consent: 'block' }] } });
  await vi.waitFor(() => expect([...document.querySelectorAll('select')].map(({ value }) => value)).toEqual(['block', 'allow']));
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
  await vi.waitFor(() => expect(choice('podcast.example')).not.toBeNull());
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
  expect(document.querySelector('.site-name')!.textContent).toBe(origin.slice(8));
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
  await vi.waitFor(() => expect(document.activeElement).toBe(button('Resume: Long Rain')));
});

test('removing the last job leaves the focus on the way back, which brings it back', async () => {
  const background = await show([testJob({ result: 'success', settledAt: 1 })], {
    handlers: {
      remove: ({ job }) => {
        background.push('removed', { job });
        return null;
      },
    },
  });
  button('Remove: Long Rain').focus();
  button('Remove: Long Rain').click();
  await vi.waitFor(() => expect(document.querySelector('.undo')!.textContent).toBe('Removed: Long RainUndo'));
  await vi.waitFor(() => expect(document.activeElement!.textContent).toBe('Undo'));
  (document.activeElement as HTMLElement).click();
  await vi.waitFor(() => expect(background.calls).toEqual([['restore', 'a']]));
  expect(document.querySelector('.undo')).toBeNull();
});

test('Ctrl+Z brings back what was removed, on any keyboard, and nothing when nothing was', async () => {
  const background = await show([testJob({ result: 'success', settledAt: 1 })]);
  const press = (init: KeyboardEventInit): boolean => document.body.dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, ...init }));
  press({ key: 'z', ctrlKey: true });
  button('Remove: Long Rain').click();
  await vi.waitFor(() => expect(document.querySelector('.undo')).not.toBeNull());
  for (const other of [{ key: 'z' }, { key: 'w', code: 'KeyZ', ctrlKey: true }, { key: 'Z', ctrlKey: true, shiftKey: true }]) press(other);
  expect(background.calls).toEqual([['remove', 'a']]);
  press({ key: 'я', code: 'KeyZ', ctrlKey: true });
  await vi.waitFor(() => expect(background.calls).toEqual([['remove', 'a'], ['restore', 'a']]));
});

test.each([
  ['Pause all', {}, ['pauseAll', 'null']],
  ['Resume all', { paused: 'user' }, ['resumeAll', 'null']],
] as const)('"%s" is there for two, and not for one', async (label, more, call) => {
  const background = await show([testJob({ job: 'a', ...more })]);
  const all = (): HTMLElement | null => document.querySelector('[data-all]');
  expect(all()).toBeNull();
  background.push('changed', testJob({ job: 'b', ...more }));
  await vi.waitFor(() => expect(all()?.textContent).toBe(label));
  all()!.click();
  await vi.waitFor(() => expect(background.calls).toEqual([call]));
});

test('all that has ended is removed at once, and comes back at once', async () => {
  const done = { result: 'success', settledAt: 1 } as const;
  const background = await show([testJob({ job: 'a', ...done }), testJob({ job: 'b', ...done })]);
  document.querySelector<HTMLElement>('[data-all]')!.click();
  await vi.waitFor(() => expect(text()).toContain('2 downloads removed'));
  document.querySelector<HTMLElement>('.undo button')!.click();
  await vi.waitFor(() => expect(background.calls).toEqual([['remove', 'a'], ['remove', 'b'], ['restore', 'a'], ['restore', 'b']]));
});

test('a finished job is saved, and what is saved is shown and can be stopped', async () => {
  const background = await show([testJob({ result: 'success', settledAt: 1 })]);
  button('Save to disk: Long Rain').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['save', 'a']]));
  background.push('save', testSave({ received: 5_000_000, total: 20_000_000 }));
  await vi.waitFor(() => expect(text().replace(/\s/gu, ' ')).toContain('Saving to disk: 5.0 MB of 20 MB'));
  button('Stop saving: Long Rain').click();
  await vi.waitFor(() => expect(background.calls.at(-1)).toEqual(['cancelSave', 's']));
  background.push('save', testSave({ state: 'done' }));
  await vi.waitFor(() => expect(text()).toContain('Saved as long-rain.mp3'));
  button('Show in folder: Long Rain').click();
  await vi.waitFor(() => expect(background.calls.at(-1)).toEqual(['showSave', 's']));
});

test('a job that does not fit can go to the disk instead', async () => {
  const background = await show([testJob({ waiting: { for: 'space' } })]);
  button('Download to disk instead: Long Rain').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['saveDirectly', 'a']]));
});

test('a job that waits for access has the browser ask for it, for that host', async () => {
  const access = testAccess();
  await show([testJob({ waiting: { for: 'host-access', origin: 'https://cdn.example:8443' } })], { access });
  expect(text()).toContain('Needs access to cdn.example:8443.');
  button('Allow access to cdn.example:8443').click();
  expect(access.asked).toEqual(['https://cdn.example/*']);
});

test('where the extension may not act on sites, that is said, with a button, until it may', async () => {
  const access = testAccess({ given: false });
  await show([], { access });
  expect(text()).toContain('The browser does not let this extension act for all sites.');
  document.querySelector<HTMLElement>('.banner button')!.click();
  await vi.waitFor(() => expect(text()).not.toContain('does not let'));
  expect(access.asked).toEqual([undefined]);
});

test('up and down go from job to job, on the same button where there is one', async () => {
  await show([testJob({ job: 'a', title: 'A', createdAt: 3 }), testJob({ job: 'b', title: 'B', createdAt: 2 }), testJob({ job: 'c', title: 'C', createdAt: 1, pausable: false })]);
  const press = (key: string) => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  button('Pause: A').focus();
  press('ArrowDown');
  expect(document.activeElement).toBe(button('Pause: B'));
  press('ArrowDown');
  expect(document.activeElement!.textContent).toBe('C');
  press('ArrowDown');
  expect(document.activeElement!.textContent).toBe('C');
  press('ArrowUp');
  expect(document.activeElement!.textContent).toBe('B');
});

test('more jobs than fit are there at last', async () => {
  const jobs = Array.from({ length: 100 }, (_, index) => testJob({ job: `job-${index}`, title: `Episode ${index}`, origin: `https://site-${index % 7}.example` }));
  await show(jobs);
  await vi.waitFor(() => expect(document.querySelectorAll('.job')).toHaveLength(100));
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
