import { expect, test, vi } from 'vitest';
import { tellTabs } from './tell-tabs';

test('every loaded tab is told, also after one in which nobody listens', async () => {
  const sendMessage = vi.fn<(id: number, message: unknown) => Promise<void>>(async (id) => {
    if (id === 1) throw new Error('Receiving end does not exist.');
  });
  const query = vi.fn<() => Promise<{ id?: number }[]>>(async () => [{ id: 1 }, {}, { id: 2 }]);
  await tellTabs({ query, sendMessage } as never, { recheck: 'permission' });
  expect(query).toHaveBeenCalledWith({ discarded: false });
  expect(sendMessage.mock.calls).toEqual([
    [1, { recheck: 'permission' }],
    [2, { recheck: 'permission' }],
  ]);
});
