import { expect, test, vi } from 'vitest';
import { createWatchers } from '../jobs/watchers';
import type { UICalls, UIPushes } from '../protocol/ui';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { openWire } from '../wire/wire';
import { portPair } from './port-pair.mocks';
import { acceptUIPort } from './ui-ports';

const setUp = () => {
  const watchers = createWatchers(() => {});
  const onSeen = vi.fn<() => void>();
  const connect = () => {
    const [near, far] = portPair('ui');
    acceptUIPort(far, { uiCalls: {} as never, watchers, onSeen, onFault: () => {} });
    return openWire<UICalls, {}, {}, UIPushes>(runtimePortEndpoint(near), {}, {} as never);
  };
  return { watchers, onSeen, connect };
};

test('a page is one that watches, and no more than that until a person sees the list on it', async () => {
  const { watchers, onSeen, connect } = setUp();
  const page = connect();
  expect([watchers.watched, watchers.seen]).toEqual([true, false]);
  await page.call('look', { seeing: true });
  expect([watchers.seen, onSeen.mock.calls.length]).toEqual([true, 1]);
  await page.call('look', { seeing: false });
  expect([watchers.seen, onSeen.mock.calls.length]).toEqual([false, 1]);
  page.close();
  await vi.waitFor(() => expect(watchers.watched).toBe(false));
});

test('what one page shows is seen as long as that page is there, whatever others say', async () => {
  const { watchers, connect } = setUp();
  const [one, other] = [connect(), connect()];
  await one.call('look', { seeing: true });
  await other.call('look', { seeing: false });
  expect(watchers.seen).toBe(true);
  one.close();
  await vi.waitFor(() => expect(watchers.seen).toBe(false));
  other.close();
});

test('what no page of ours would say is refused', async () => {
  const { watchers, connect } = setUp();
  const page = connect();
  await expect(page.call('look', { seeing: 1 } as never)).rejects.toMatchObject({ code: 'malformed' });
  expect(watchers.seen).toBe(false);
  page.close();
});
