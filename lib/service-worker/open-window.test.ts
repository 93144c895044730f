import { expect, test, vi } from 'vitest';
import { openWindow } from './open-window';

const URL = 'https://site.test/new';
const TIMES = { look: 1, patience: 20 };

const client = (id: string, url = URL, frameType = 'top-level') => ({ id, url, frameType });

/** A browser that has these windows at first, and others at each later look; the last ones stay. */
function browser(...looks: ReturnType<typeof client>[][]) {
  const matchAll = vi.fn<() => Promise<never>>(async () => (looks.length > 1 ? looks.shift() : looks[0]) as never);
  return { matchAll };
}

const open = (clients: ReturnType<typeof browser>, times = TIMES) => openWindow(clients, URL, async () => true, times);

test('the new window is waited for: a tab is there before its document', async () => {
  const clients = browser([], [], [], [client('new')]);
  expect(await open(clients)).toEqual(client('new'));
  expect(clients.matchAll).toHaveBeenCalledWith({ type: 'window', includeUncontrolled: true });
});

test('the windows that are there are known before another is opened', async () => {
  const clients = browser([], [client('new')]);
  await openWindow(clients, URL, async () => (expect(clients.matchAll).toHaveBeenCalledTimes(1), true), TIMES);
});

test('an older window of the same address is not the new one', async () => {
  expect(await open(browser([client('old')], [client('old')], [client('old'), client('new')]))).toEqual(client('new'));
});

test('behind a redirect the new window is known by being new; one of the address that was asked for comes first', async () => {
  const redirected = client('new', 'https://site.test/elsewhere');
  expect(await open(browser([client('old')], [client('old'), redirected]))).toEqual(redirected);
  expect(await open(browser([], [client('other', 'https://site.test/other'), client('new')]))).toEqual(client('new'));
});

test('a frame is never the answer, whatever its address, nor a window that a page has opened', async () => {
  const others = [client('frame', URL, 'nested'), client('popup', URL, 'auxiliary')];
  expect(await open(browser([], others, [...others, client('new')]))).toEqual(client('new'));
});

test('a window that does not come in time is null: it has ended on another origin', async () => {
  const clients = browser([client('old')]);
  expect(await open(clients)).toBeNull();
  expect(clients.matchAll.mock.calls.length).toBeGreaterThan(TIMES.patience / TIMES.look);
});

test('what is not opened is not waited for', async () => {
  const clients = browser([]);
  expect(await openWindow(clients, URL, async () => false, TIMES)).toBeUndefined();
  expect(clients.matchAll).toHaveBeenCalledTimes(1);
});
