import { expect, test, vi } from 'vitest';
import { giveUpReserve } from './reserve';

const rootThatFails = (...names: string[]) => {
  const removeEntry = vi.fn<() => Promise<void>>();
  for (const name of names) removeEntry.mockRejectedValueOnce(new DOMException('', name));
  return { removeEntry, root: { removeEntry } as unknown as FileSystemDirectoryHandle };
};

test('a reserve that is being filled is given up as soon as it can be; one that is not there never was', async () => {
  const filling = rootThatFails('NoModificationAllowedError', 'NoModificationAllowedError');
  await giveUpReserve(filling.root);
  expect(filling.removeEntry).toHaveBeenCalledTimes(3);
  const none = rootThatFails('NotFoundError');
  await giveUpReserve(none.root);
  expect(none.removeEntry).toHaveBeenCalledTimes(1);
});
