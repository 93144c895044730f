import { expect, test } from 'vitest';
import { testDownloads } from './downloads.mocks';
import { stopDownload } from './stop-download';

test('a cancelling that the browser passes over is made again', async () => {
  const { manager, add, items } = testDownloads();
  add({ id: 1, url: 'https://a.example/film' });
  let passedOver = 0;
  const cancel = async (id: number): Promise<void> => (passedOver++ < 2 ? undefined : manager.cancel(id));
  await stopDownload({ search: manager.search, cancel }, 1);
  expect(items[0]).toMatchObject({ state: 'interrupted', error: 'USER_CANCELED' });
});

test('one that is over stays as it is, and an unknown one is an error', async () => {
  const { manager, add, completes, items } = testDownloads();
  add({ id: 1, url: 'https://a.example/film' });
  completes(1, 10);
  await stopDownload(manager, 1);
  expect(items[0]).toMatchObject({ state: 'complete' });
  await expect(stopDownload(manager, 2)).rejects.toThrow('no download 2');
});
