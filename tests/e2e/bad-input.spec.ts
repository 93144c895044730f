import type { BackgroundFetchManager, WithBackgroundFetch } from '../fixtures/background-fetch';
import type { Page } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

declare const manager: BackgroundFetchManager;

/** Runs the call on the page with `manager` in reach: what it threw, or what its promise came to. */
const outcomeOf = (page: Page, call: () => unknown): Promise<string> =>
  page.evaluate(
    async (source) => {
      const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
      // oxlint-disable-next-line typescript/no-implied-eval -- a row's call gets here as text
      const call = new Function('manager', `return (${source})()`) as (manager: BackgroundFetchManager) => Promise<unknown>;
      try {
        return await call(backgroundFetch).then(
          (value) => `resolved ${String(value)}`,
          (error: unknown) => `rejected ${(error as Error).name}${error instanceof TypeError || error instanceof DOMException ? '' : ', foreign'}`,
        );
      } catch (error) {
        return `threw ${(error as Error).name}`;
      }
    },
    call.toString(),
  );

const calls: { what: string; call: () => unknown; outcome: string }[] = [
  { what: 'no arguments', call: () => (manager.fetch as () => unknown)(), outcome: 'rejected TypeError' },
  { what: 'no requests', call: () => manager.fetch('x', []), outcome: 'rejected TypeError' },
  { what: 'requests missing', call: () => (manager.fetch as (id: string) => unknown)('x'), outcome: 'rejected TypeError' },
  { what: 'mode no-cors', call: () => manager.fetch('x', new Request('/x', { mode: 'no-cors' })), outcome: 'rejected TypeError' },
  { what: 'one no-cors among others', call: () => manager.fetch('x', ['/x', new Request('/x', { mode: 'no-cors' })]), outcome: 'rejected TypeError' },
  { what: 'a URL that cannot be parsed', call: () => manager.fetch('x', 'http://['), outcome: 'rejected TypeError' },
  { what: 'a URL with a password', call: () => manager.fetch('x', 'http://user:secret@localhost/'), outcome: 'rejected TypeError' },
  { what: 'an ftp: URL', call: () => manager.fetch('x', 'ftp://localhost/x'), outcome: 'rejected TypeError' },
  { what: 'a data: URL', call: () => manager.fetch('x', 'data:,x'), outcome: 'rejected TypeError' },
  { what: 'a blob: URL', call: () => manager.fetch('x', URL.createObjectURL(new Blob(['x']))), outcome: 'rejected TypeError' },
  { what: 'an unknown scheme', call: () => manager.fetch('x', 'foobar:bazqux'), outcome: 'rejected TypeError' },
  { what: 'a blocked port', call: () => manager.fetch('x', 'http://localhost:6000/'), outcome: 'rejected TypeError' },
  { what: 'icons that are no list', call: () => manager.fetch('x', '/x', { icons: 5 } as object), outcome: 'rejected TypeError' },
  { what: 'an icon without src', call: () => manager.fetch('x', '/x', { icons: [{}] } as object), outcome: 'rejected TypeError' },
  { what: 'options that are no dictionary', call: () => manager.fetch('x', '/x', 5 as never), outcome: 'rejected TypeError' },
  { what: 'more bytes than any disk has', call: () => manager.fetch('x', '/x', { downloadTotal: Number.MAX_SAFE_INTEGER }), outcome: 'rejected QuotaExceededError' },
  { what: 'a foreign this', call: () => manager.fetch.call({} as never, 'x', '/x'), outcome: 'rejected TypeError' },
  { what: 'an empty id', call: () => manager.fetch('', '/x'), outcome: 'rejected TypeError' },
  { what: 'get of an empty id', call: () => manager.get(''), outcome: 'rejected TypeError' },
  { what: 'get of an id never used', call: () => manager.get('never'), outcome: 'resolved undefined' },
  { what: 'get without an id', call: () => (manager.get as () => unknown)(), outcome: 'rejected TypeError' },
];

for (const { what, call, outcome } of calls) {
  test(`bad input: ${what}`, async ({ open, server }) => {
    const page = await open(`${server.origin}/classic/`);
    expect(await outcomeOf(page, call)).toBe(outcome);
  });
}

test('bad input: the id of a fetch that still runs', async ({ open, server }) => {
  const file = server.file('/episode', {}, { holdAt: 10 });
  const page = await open(`${server.origin}/classic/`);
  const second = await outcomeOf(page, async () => {
    await manager.fetch('same', '/episode');
    return manager.fetch('same', '/episode');
  });
  expect(second).toBe('rejected TypeError');
  await expect.poll(() => file.requests().length).toBe(1);
});

test('bad input: no active worker', async ({ open, server }) => {
  const page = await open(`${server.origin}/classic/`);
  const outcome = await page.evaluate(async () => {
    const registration = (await navigator.serviceWorker.register('/no-wait-until/sw.js')) as WithBackgroundFetch;
    const pending = registration.active === null;
    return registration.backgroundFetch.fetch('x', '/x').then(
      () => ({ pending, outcome: 'resolved' }),
      (error: Error) => ({ pending, outcome: error.name }),
    );
  });
  expect(outcome).toEqual({ pending: true, outcome: 'TypeError' });
});

test("bad input: a URL that the page's policy refuses", async ({ open, server }) => {
  const file = server.file('/episode', {});
  const page = await open(`${server.origin}/policy-connect-none/`);
  const outcome = await page.evaluate(async () => {
    const { backgroundFetch } = (await navigator.serviceWorker.ready) as WithBackgroundFetch;
    return backgroundFetch.fetch('x', '/episode').then(
      () => 'resolved',
      (error: Error) => error.name,
    );
  });
  expect(outcome).toBe('TypeError');
  expect(file.requests()).toEqual([]);
});
