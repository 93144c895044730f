import { noteOf, startFetch } from '../fixtures/background-fetch';
import { pressButton, textOf } from '../fixtures/popup';
import { expect, test } from '../fixtures/test';

test('where data is to be spared a fetch waits, says why and asks for nothing; the person lets one go on, and a background that finds it over the rest', async ({
  driver,
  open,
  server,
}) => {
  const page = await open(`${server.origin}/classic/`);
  const [wanted, other] = ['/wanted', '/other'].map((path) => server.file(path, { size: 200_000 }));
  await driver.spareData(true);
  for (const { path, url } of [wanted!, other!]) await startFetch(page, path, [url], { title: path });
  const popup = await driver.extensionPage('popup.html');
  await expect.poll(async () => (await textOf(popup)).match(/Paused: this connection is metered\./g)).toHaveLength(2);

  expect(await pressButton(popup, 'Resume: /wanted')).toBe(true);
  await expect.poll(() => noteOf(page, '/wanted')).toMatchObject({ result: 'success' });
  expect(await textOf(popup)).toMatch(/\/other.*Paused: this connection is metered\./);
  expect(other!.requests()).toEqual([]);

  // One that slept is told of no other connection: it looks when it starts.
  await driver.spareData(false);
  await driver.killBackground();
  await expect.poll(() => noteOf(page, '/other')).toMatchObject({ result: 'success' });
  expect(other!.requests()).toHaveLength(1);
  await popup.close();
});
