// @vitest-environment happy-dom
import { render } from 'preact';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { JobView, UICalls } from '../lib/protocol/ui';
import { connectToBackground } from '../lib/ui/background-connection';
import { testBackground, testJob, testRecord, testSave } from '../lib/ui/background.mocks';
import { createJobList } from '../lib/ui/job-list';
import { testLanguage } from '../lib/ui/language.mocks';
import { testAccess } from '../lib/ui/site-access.mocks';
import { WireException, type Handlers } from '../lib/wire/wire';
import { Manager } from './manager';

let life: AbortController;
beforeEach(() => {
  life = new AbortController();
});
afterEach(() => {
  life.abort();
  render(null, document.body);
});

async function show(jobs: JobView[], handlers: Partial<Handlers<UICalls>> = {}, view: { finished?: number } = {}) {
  const background = testBackground(jobs, handlers);
  const language = testLanguage('en');
  const list = createJobList(language, life.signal);
  const connection = connectToBackground(background.connect, list, life.signal, view);
  render(<Manager list={list} background={connection} language={language} access={testAccess()} native={false} version="0.1.0" />, document.body);
  await vi.waitFor(() => expect(document.querySelector('.job, .empty')).not.toBeNull());
  return background;
}

const text = (): string => (document.body.textContent ?? '').replace(/\s/gu, ' ');
const titles = (): (string | null)[] => [...document.querySelectorAll('.title')].map(({ textContent }) => textContent);
const button = (name: string): HTMLElement => {
  const found = [...document.querySelectorAll<HTMLElement>('button')].find((button) => (button.getAttribute('aria-label') ?? button.textContent) === name);
  if (!found) throw new Error(`no button "${name}"`);
  return found;
};
const openFiles = (): void => {
  const details = document.querySelector('details')!;
  details.open = true;
  details.dispatchEvent(new Event('toggle'));
};

test('search and state narrow the list, and nothing found is said', async () => {
  await show([testJob({ job: 'a', title: 'Long Rain' }), testJob({ job: 'b', title: 'Film', paused: 'user' })]);
  const search = document.querySelector<HTMLInputElement>('input[type=search]')!;
  const type = (words: string): void => {
    search.value = words;
    search.dispatchEvent(new Event('input', { bubbles: true }));
  };
  type('rain');
  await vi.waitFor(() => expect(titles()).toEqual(['Long Rain']));
  type('snow');
  await vi.waitFor(() => expect(text()).toContain('No download matches.'));
  type('');
  const waiting = [...document.querySelectorAll('label')].find(({ textContent }) => textContent === 'Waiting')!.querySelector('input')!;
  waiting.click();
  await vi.waitFor(() => expect(titles()).toEqual(['Film']));
});

/** A manager with a background that has `count` jobs which ended, each a second before the one before it. */
const showHistory = async (count: number) => {
  const all = Array.from({ length: count }, (_, n) => testJob({ job: `job-${n}`, title: `Episode ${n}`, createdAt: count - n, result: n % 2 ? 'failure' : 'success', failureReason: n % 2 ? 'fetch-error' : '', settledAt: count - n }));
  const asked: string[] = [];
  const glance: Handlers<UICalls>['glance'] = ({ finished, find }) => {
    asked.push(`${finished} ${JSON.stringify(find)}`);
    const found = all.filter(({ title, failureReason }) => (find === null ? true : title.endsWith(find.words) && (!find.failed || failureReason !== '')));
    return { jobs: found.slice(0, finished), more: found.length > finished };
  };
  await show([], { glance }, { finished: 100 });
  await vi.waitFor(() => expect(titles()).toHaveLength(100));
  return { asked };
};
const type = (words: string): void => {
  const search = document.querySelector<HTMLInputElement>('input[type=search]')!;
  search.value = words;
  search.dispatchEvent(new Event('input', { bubbles: true }));
};
const choose = (name: string): void => [...document.querySelectorAll('label')].find(({ textContent }) => textContent === name)!.querySelector('input')!.click();

test('older jobs come when they are asked for; after the last the keyboard is at the last job', async () => {
  const { asked } = await showHistory(250);
  expect(asked).toEqual(['100 null']);
  button('Older downloads').focus();
  button('Older downloads').click();
  await vi.waitFor(() => expect(titles()).toHaveLength(250));
  expect([asked.at(-1), document.activeElement!.textContent]).toEqual(['300 null', 'Episode 249']);
  expect(() => button('Older downloads')).toThrow('no button');
});

test('what is searched for is found beyond what the page has, and gives way to the list again', async () => {
  const { asked } = await showHistory(250);
  type('episode 249');
  await vi.waitFor(() => expect(text()).toContain('No download matches.'));
  type(' 249 ');
  await vi.waitFor(() => expect(titles()).toEqual(['Episode 249']));
  expect(text()).not.toContain('No download matches.');
  expect(asked.at(-1)).toBe('100 {"words":"249","locale":"en","failed":false}');
  type('');
  await vi.waitFor(() => expect(titles()).toHaveLength(100));
  expect(asked.at(-1)).toBe('100 null');
});

test('those that failed are looked for in the whole history; nothing found is no empty list', async () => {
  await showHistory(250);
  choose('Failed');
  await vi.waitFor(() => expect(titles()).toHaveLength(100));
  await vi.waitFor(() => expect(titles().at(-1)).toBe('Episode 199'));
  type('nowhere');
  await vi.waitFor(() => expect(text()).toContain('No download matches.'));
  await vi.waitFor(() => expect(() => button('Older downloads')).toThrow('no button'));
  expect(document.querySelector('.empty')).toBeNull();
  choose('Waiting');
  expect(document.querySelector('.empty')).toBeNull();
});

test('files are asked for when they are looked at, a hundred at a time', async () => {
  const asked: number[] = [];
  const records: Handlers<UICalls>['records'] = ({ from, count }) => {
    asked.push(from);
    return Array.from({ length: Math.min(count, 10_000 - from) }, (_, offset) => testRecord({ index: from + offset, url: `https://a.example/file-${from + offset}` }));
  };
  await show([testJob({ result: 'success', settledAt: 1, recordCount: 10_000 })], { records });
  expect(asked).toEqual([]);
  openFiles();
  await vi.waitFor(() => expect(document.querySelectorAll('.file')).toHaveLength(100));
  expect(text()).toContain('1–100 of 10,000');
  button('Next').click();
  await vi.waitFor(() => expect(document.querySelector('.file-name')!.textContent).toBe('file-100'));
  expect(text()).toContain('101–200 of 10,000');
});

test('one file is saved, and shows what becomes of it', async () => {
  const background = await show([testJob({ result: 'success', settledAt: 1 })], { records: () => [testRecord()] });
  openFiles();
  await vi.waitFor(() => expect(document.querySelector('.file')).not.toBeNull());
  button('Save to disk: long-rain.mp3').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['save', 'a']]));
  background.push('save', testSave({ state: 'done' }));
  await vi.waitFor(() => expect(document.querySelector('.file')!.textContent).toContain('Saved as long-rain.mp3'));
});

test('an unfinished job can go to the disk instead', async () => {
  const background = await show([testJob()]);
  button('Download to disk instead: Long Rain').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['saveDirectly', 'a']]));
});

const storage = () => ({ usage: 3_000_000, quota: 10_000_000, sites: [{ origin: 'https://podcast.example', bytes: 2_000_000 }] });

test('storage is told in all and by site', async () => {
  await show([testJob()], { storage });
  await vi.waitFor(() => expect(text()).toContain('3 MB used, 7 MB free'));
  expect(document.querySelector('.storage-site')!.textContent!.replace(/\s/gu, ' ')).toContain('podcast.example2 MB');
  expect(document.querySelector('meter')!.getAttribute('value')).toBe('3000000');
});

test('a site’s downloads are removed after a question, whose safe answer has the focus', async () => {
  const background = await show([testJob()], { storage });
  const remove = 'Remove its downloads: podcast.example';
  await vi.waitFor(() => button(remove));
  button(remove).click();
  await vi.waitFor(() => expect(document.activeElement!.textContent).toBe('Keep'));
  (document.activeElement as HTMLElement).click();
  await vi.waitFor(() => expect(document.activeElement).toBe(button(remove)));
  expect(background.calls).toEqual([]);
  button(remove).click();
  await vi.waitFor(() => button('Remove its downloads').click());
  await vi.waitFor(() => expect(background.calls).toEqual([['removeAll', '{"origin":"https://podcast.example"}']]));
});

test('all downloads are removed after a question', async () => {
  const background = await show([testJob()]);
  button('Remove all downloads').click();
  await vi.waitFor(() => expect(text()).toContain('All downloads stop, and everything stored is deleted.'));
  button('Remove all downloads').click();
  await vi.waitFor(() => expect(background.calls).toEqual([['removeAll', '{"origin":null}']]));
});

test('"always save" of a site is kept, and put back where it could not be', async () => {
  let refuse = false;
  const setAlwaysSave: Handlers<UICalls>['setAlwaysSave'] = () => {
    if (refuse) throw new WireException('internal');
    return null;
  };
  await show([testJob()], { setAlwaysSave });
  const box = (): HTMLInputElement => document.querySelector('.storage-site input')!;
  box().click();
  await vi.waitFor(() => expect(box().checked).toBe(true));
  refuse = true;
  box().click();
  await vi.waitFor(() => expect(text()).toContain('That did not work. Try once more.'));
  expect(box().checked).toBe(true);
});

test('a report can be read before it is copied', async () => {
  const writeText = vi.spyOn(navigator.clipboard, 'writeText').mockResolvedValue();
  await show([testJob()], { log: () => [{ at: 0, where: 'boot', text: 'went wrong' }] });
  button('Make report').click();
  await vi.waitFor(() => expect(document.querySelector('textarea')!.value).toContain('boot: went wrong'));
  button('Copy').click();
  await vi.waitFor(() => expect(text()).toContain('Copied'));
  expect(writeText.mock.calls).toEqual([[document.querySelector('textarea')!.value]]);
});
