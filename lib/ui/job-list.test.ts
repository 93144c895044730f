import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bySection, createJobList, type JobList } from './job-list';
import { testJob, testSave } from './background.mocks';
import { testLanguage } from './language.mocks';

let life: AbortController;
let list: JobList;
beforeEach(() => {
  vi.useFakeTimers({ now: 1_000_000 });
  life = new AbortController();
  list = createJobList(testLanguage('en'), life.signal);
});
afterEach(() => {
  life.abort();
  vi.useRealTimers();
});

const rows = () => list.state().rows ?? [];

test('there are no rows before the first list, not even an empty one', () => {
  expect(list.state().rows).toBeNull();
  list.listed([], false);
  expect(list.state().rows).toEqual([]);
});

test('that there are more is told, with the same rows too', () => {
  const jobs = [testJob({ result: 'success' })];
  list.listed(jobs, false);
  expect(list.state().more).toBe(false);
  const drawn = vi.fn<() => void>();
  list.subscribe(drawn);
  list.listed(jobs, true);
  expect([list.state().more, drawn.mock.calls.length]).toEqual([true, 1]);
});

test('no site is shown with an answer that is not known yet', () => {
  list.listed([testJob()], false);
  expect(list.state().sites).toEqual([]);
  list.consentsListed([{ origin: 'https://podcast.example', consent: 'block' }]);
  vi.advanceTimersByTime(200);
  expect(list.state().sites).toMatchObject([{ consent: 'block' }]);
});

test('the newest job stands first, in its section', () => {
  list.listed([testJob({ job: 'old', createdAt: 1 }), testJob({ job: 'new', createdAt: 2 }), testJob({ job: 'done', createdAt: 3, result: 'success' })], false);
  expect(bySection(rows()).map(([section, sites]) => [section, ...sites.flatMap(({ items }) => items.map(({ job }) => job))])).toEqual([
    ['running', 'new', 'old'],
    ['finished', 'done'],
  ]);
});

test('of many jobs those that stand first are drawn first, and the rest moves none of them', () => {
  const jobs = Array.from({ length: 40 }, (_, n) => testJob({ job: `job-${n}`, createdAt: n, origin: `https://site-${n % 7}.example`, ...(n % 2 && { result: 'success' }) }));
  const shown = () => bySection(rows()).flatMap(([, sites]) => sites.flatMap(({ items }) => items.map(({ job }) => job)));
  list.listed(jobs, false);
  const first = shown();
  expect(first).toHaveLength(8);
  vi.advanceTimersByTime(200);
  expect(shown()).toHaveLength(40);
  expect(shown().slice(0, 8)).toEqual(first);
  list.listed(jobs.slice(1), false);
  expect(shown()).toHaveLength(39);
});

test('a change of one job leaves the rows of all others the same objects', () => {
  list.listed([testJob({ job: 'a' }), testJob({ job: 'b', paused: 'user' })], false);
  const [a, b] = [rows().find(({ job }) => job === 'a'), rows().find(({ job }) => job === 'b')];
  list.changed(testJob({ job: 'a', downloaded: 5_000_000 }));
  vi.advanceTimersByTime(200);
  expect(rows().find(({ job }) => job === 'a')).not.toBe(a);
  expect(rows().find(({ job }) => job === 'b')).toBe(b);
});

test('a step of one job describes no other that runs', () => {
  const language = testLanguage('en');
  const bytes = vi.spyOn(language.formats, 'runningBytes');
  const running = createJobList(language, life.signal);
  running.listed([testJob({ job: 'a', downloaded: 1_000 }), testJob({ job: 'b', downloaded: 2_000 })], false);
  bytes.mockClear();
  running.changed(testJob({ job: 'a', downloaded: 3_000 }));
  vi.advanceTimersByTime(200);
  expect(bytes.mock.calls).toEqual([[3_000]]);
});

test('many pushes are one drawing', () => {
  list.listed([testJob()], false);
  const drawn = vi.fn<() => void>();
  list.subscribe(drawn);
  for (let downloaded = 1; downloaded <= 100; downloaded += 1) list.changed(testJob({ downloaded }));
  vi.advanceTimersByTime(150);
  expect(drawn).toHaveBeenCalledOnce();
  expect(rows()[0]!.facts).toContain('100 bytes so far');
});

test('nothing is drawn when nothing changes', () => {
  list.listed([testJob({ result: 'success' })], false);
  const drawn = vi.fn<() => void>();
  list.subscribe(drawn);
  vi.advanceTimersByTime(10_000);
  expect(drawn).not.toHaveBeenCalled();
});

test('a stream that stops is seen to stop, though no push says so', () => {
  list.listed([testJob()], false);
  for (let second = 1; second <= 5; second += 1) {
    vi.advanceTimersByTime(1000);
    list.changed(testJob({ downloaded: second * 2_000_000 }));
  }
  vi.advanceTimersByTime(100);
  const speedOf = (): string | undefined => rows()[0]!.facts.find((fact) => fact.endsWith('/s'));
  const before = speedOf()!;
  vi.advanceTimersByTime(60_000);
  expect(before).toMatch(/MB\/s$/);
  expect(speedOf() ?? '').not.toMatch(/MB\/s$/);
});

test('a job that the background does not list any more is gone', () => {
  list.listed([testJob({ job: 'a' }), testJob({ job: 'b' })], false);
  list.listed([testJob({ job: 'b' })], false);
  expect(rows().map(({ job }) => job)).toEqual(['b']);
});

test('jobs of one site stand together, where its newest stands', () => {
  const job = (key: string, createdAt: number, origin: string) => testJob({ job: key, createdAt, origin });
  list.listed([job('a1', 1, 'https://a.example'), job('b', 2, 'https://b.example'), job('a2', 3, 'https://a.example')], false);
  const [running] = bySection(rows());
  expect(running![1].map(({ site, items }) => [site, ...items.map(({ job }) => job)])).toEqual([
    ['https://a.example', 'a2', 'a1'],
    ['https://b.example', 'b'],
  ]);
});

test('a save that moves changes the row of its job alone', () => {
  list.listed([testJob({ job: 'a', result: 'success' }), testJob({ job: 'b', result: 'success' })], false);
  const b = rows().find(({ job }) => job === 'b');
  list.saveChanged(testSave({ job: 'a', received: 5, total: 10 }));
  vi.advanceTimersByTime(200);
  expect(rows().find(({ job }) => job === 'a')!.saving).toMatchObject({ progress: { value: 5, max: 10 } });
  expect(rows().find(({ job }) => job === 'b')).toBe(b);
  expect(list.state().saves.get('a')).toHaveLength(1);
});

test('an icon that comes later is drawn', () => {
  list.listed([testJob()], false);
  list.changed(testJob({ icon: 'data:image/png;base64,iVBORw0KGgo=' }));
  vi.advanceTimersByTime(200);
  expect(rows()[0]!.icon).toBe('data:image/png;base64,iVBORw0KGgo=');
});
