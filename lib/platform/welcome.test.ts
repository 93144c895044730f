import { expect, test, vi } from 'vitest';
import { createWelcome } from './welcome';

const setUp = (create = vi.fn<(tab: object) => Promise<never>>(() => Promise.resolve({} as never))) => {
  const onFault = vi.fn<(where: string, error: unknown) => void>();
  const listen = createWelcome({ tabs: { create }, runtime: { getURL: (path) => `moz-extension://id/${path}` }, onFault });
  return { listen, create, onFault };
};

test('the welcome page opens when the extension is installed', () => {
  const { listen, create } = setUp();
  listen({ reason: 'install' });
  expect(create.mock.calls).toEqual([[{ url: 'moz-extension://id/welcome.html' }]]);
});

test.each(['update', 'browser_update', 'chrome_update'] as const)('and not at an %s', (reason) => {
  const { listen, create } = setUp();
  listen({ reason: reason as 'update' });
  expect(create).not.toHaveBeenCalled();
});

test('a window that cannot open a tab is noted', async () => {
  const { listen, onFault } = setUp(vi.fn<(tab: object) => Promise<never>>(() => Promise.reject(new Error('no window'))));
  listen({ reason: 'install' });
  await vi.waitFor(() => expect(onFault).toHaveBeenCalledWith('welcome', expect.any(Error)));
});
