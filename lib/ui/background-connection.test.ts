import { expect, test, vi } from 'vitest';
import { connectToBackground, type ConnectionEvents, type PageView, type Sight } from './background-connection';
import { testBackground, testJob, testSave, testSettings } from './background.mocks';

const SEEN: Sight = { now: () => true, onChange: () => {} };

/** A page that a person can turn to and from. */
function turning(hidden: boolean): { sight: Sight; turn: () => void } {
  let listener = (): void => {};
  const turn = (): void => {
    hidden = !hidden;
    listener();
  };
  return { sight: { now: () => !hidden, onChange: (listen) => (listener = listen) }, turn };
}

function open(background: ReturnType<typeof testBackground>, view: Partial<PageView> = {}) {
  const seen: unknown[] = [];
  const events: ConnectionEvents = {
    listed: (jobs) => seen.push(['listed', ...jobs.map(({ job }) => job)]),
    changed: ({ job, downloaded }) => seen.push(['changed', job, downloaded]),
    removed: (job) => seen.push(['removed', job]),
    consentsListed: (sites) => sites.length > 0 && seen.push(['consents', ...sites.map(({ origin }) => origin)]),
    consentChanged: ({ origin, consent }) => seen.push(['consent', origin, consent]),
    savesListed: (saves) => saves.length > 0 && seen.push(['saves', ...saves.map(({ save }) => save)]),
    saveChanged: ({ save, state }) => seen.push(['save', save, state]),
    settingsChanged: ({ connections }) => connections !== testSettings().connections && seen.push(['settings', connections]),
    online: (online) => seen.push(online ? 'online' : 'offline'),
  };
  const life = new AbortController();
  return { connection: connectToBackground(background.connect, events, life.signal, { sight: SEEN, ...view }), seen, life };
}

test('the list comes first, then what changes', async () => {
  const background = testBackground([testJob()]);
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'a'], 'online']));
  background.push('changed', testJob({ downloaded: 5 }));
  background.push('removed', { job: 'a' });
  await vi.waitFor(() => expect(seen.slice(2)).toEqual([['changed', 'a', 5], ['removed', 'a']]));
  life.abort();
});

test('a change that overtakes the list is not undone by it', async () => {
  const background = testBackground([], {
    list: async () => {
      background.push('changed', testJob({ downloaded: 7 }));
      await Promise.resolve();
      return [testJob({ downloaded: 6 })];
    },
  });
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'a'], 'online', ['changed', 'a', 7]]));
  life.abort();
});

test('answers of sites come with the list, and then as they change', async () => {
  const background = testBackground([], { consents: () => [{ origin: 'https://a.example', consent: 'ask' }] });
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toEqual([['listed'], 'online', ['consents', 'https://a.example']]));
  background.push('consent', { origin: 'https://a.example', consent: 'block' });
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['consent', 'https://a.example', 'block']));
  life.abort();
});

test('saves come with the list, and then they and the settings as they change', async () => {
  const background = testBackground([testJob()], { saves: () => [testSave()] });
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toEqual([['saves', 's'], ['listed', 'a'], 'online']));
  background.push('save', testSave({ state: 'done' }));
  background.push('settings', testSettings({ connections: 3 }));
  await vi.waitFor(() => expect(seen.slice(3)).toEqual([['save', 's', 'done'], ['settings', 3]]));
  life.abort();
});

test('a download manager that does not answer keeps no list away', async () => {
  const refuse = (): never => {
    throw new Error('no downloads here');
  };
  const { seen, life } = open(testBackground([testJob()], { saves: refuse }));
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'a'], 'online']));
  life.abort();
});

test('storage that does not answer keeps no list away, and what changes meanwhile comes after it', async () => {
  const consents = Promise.withResolvers<[]>();
  const background = testBackground([testJob()], { consents: () => consents.promise });
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'a'], 'online']));
  background.push('changed', testJob({ downloaded: 5 }));
  consents.resolve([]);
  await vi.waitFor(() => expect(seen.slice(2)).toEqual([['changed', 'a', 5]]));
  life.abort();
});

test('a page for a glance gets the jobs that ended last, and the next ones in the place of those removed', async () => {
  const asked: number[] = [];
  const background = testBackground([], {
    glance: ({ finished }) => {
      asked.push(finished);
      return asked.length === 1 ? { jobs: [testJob(), testJob({ job: 'b' })], more: true } : { jobs: [testJob({ job: 'c' })], more: false };
    },
  });
  const { seen, life } = open(background, { finished: 2 });
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'a', 'b'], 'online']));
  background.push('removed', { job: 'a' });
  background.push('removed', { job: 'b' });
  await vi.waitFor(() => expect(seen.slice(2)).toEqual([['removed', 'a'], ['removed', 'b'], ['listed', 'c']]), { timeout: 3_000 });
  background.push('removed', { job: 'c' });
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['removed', 'c']));
  expect(asked).toEqual([2, 2]);
  life.abort();
});

test('what a page wants of the history is asked for at once, again after a connect, and an answer that comes too late is not shown', async () => {
  const asked: string[] = [];
  const slow = Promise.withResolvers<void>();
  const background = testBackground([], {
    glance: async ({ finished, find }) => {
      asked.push(`${finished} ${find?.words}`);
      if (find?.words === 'slow') await slow.promise;
      return { jobs: [testJob({ job: find?.words ?? 'all' })], more: true };
    },
  });
  const { seen, life, connection } = open(background, { finished: 2 });
  await vi.waitFor(() => expect(seen).toEqual([['listed', 'all'], 'online']));
  const find = (words: string) => ({ words, locale: 'en', failed: false });
  connection.want({ finished: 2, find: find('slow') });
  await vi.waitFor(() => expect(asked).toHaveLength(2));
  connection.want({ finished: 4, find: find('rain') });
  await vi.waitFor(() => expect(seen.at(-1)).toEqual(['listed', 'rain']));
  slow.resolve();
  // Its answer has come before these.
  for (let turn = 0; turn < 3; turn++) await connection.call('log', null);
  background.die();
  await vi.waitFor(() => expect(asked).toEqual(['2 undefined', '2 slow', '4 rain', '4 rain']));
  await vi.waitFor(() => expect(seen.at(-1)).toBe('online'));
  expect(seen.filter((event) => Array.isArray(event) && event[0] === 'listed')).toEqual([['listed', 'all'], ['listed', 'rain'], ['listed', 'rain']]);
  life.abort();
});

test('a background that goes away is called again, and lists anew', async () => {
  const background = testBackground([testJob()]);
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  background.die();
  await vi.waitFor(() => expect(seen.slice(2)).toEqual(['offline', ['listed', 'a'], 'online']));
  expect(background.connections).toBe(2);
  life.abort();
});

test('a call while there is no background is refused, not lost in silence', async () => {
  const background = testBackground([]);
  const { connection, seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toContain('online'));
  background.die();
  await vi.waitFor(() => expect(seen).toContain('offline'));
  await expect(connection.call('pause', { job: 'a' })).rejects.toMatchObject({ code: 'disconnected' });
  life.abort();
});

test('a page that goes away connects no more', async () => {
  const background = testBackground([]);
  const { seen, life } = open(background);
  await vi.waitFor(() => expect(seen).toContain('online'));
  life.abort();
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(background.connections).toBe(1);
});

test('a page that nobody sees lets the background rest, and connects again when it is seen', async () => {
  const background = testBackground([]);
  const { sight, turn } = turning(true);
  const { seen, life } = open(background, { sight, showsJobs: false });
  await vi.waitFor(() => expect(seen).toContain('online'));
  background.die();
  await vi.waitFor(() => expect(seen).toContain('offline'));
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(background.connections).toBe(1);
  turn();
  await vi.waitFor(() => expect(seen.filter((event) => event === 'online')).toHaveLength(2));
  expect(background.connections).toBe(2);
  life.abort();
});

test('every background is told whether a person sees the list, at once and when that changes; of a page without one nothing is told', async () => {
  const background = testBackground([]);
  const { sight, turn } = turning(true);
  const { seen, life } = open(background, { sight, showsJobs: true });
  const looks = (): string[] => background.calls.filter(([name]) => name === 'look').map(([, payload]) => payload);
  await vi.waitFor(() => expect(looks()).toEqual(['{"seeing":false}']));
  turn();
  await vi.waitFor(() => expect(looks()).toEqual(['{"seeing":false}', '{"seeing":true}']));
  background.die();
  await vi.waitFor(() => expect(seen.filter((event) => event === 'online')).toHaveLength(2));
  expect(looks()).toEqual(['{"seeing":false}', '{"seeing":true}', '{"seeing":true}']);
  life.abort();

  const other = testBackground([]);
  const page = open(other);
  await vi.waitFor(() => expect(page.seen).toContain('online'));
  expect(other.calls).toEqual([]);
  page.life.abort();
});
