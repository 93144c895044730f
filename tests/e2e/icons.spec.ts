import { noteOf, startFetch } from '../fixtures/background-fetch';
import type { Driver } from '../fixtures/drivers/driver';
import { expect, test } from '../fixtures/test';

interface Shown {
  src: string;
  /** Pixels; 0 for what is no picture. */
  width: number;
}

/** The picture in the popup's row of this title; null for a row without one. */
const pictureOf = async (driver: Driver, title: string): Promise<Shown | null | 'no row'> => {
  const popup = await driver.extensionPage('popup.html');
  const look = (): Promise<Shown | null | 'no row'> =>
    popup.evaluate((title) => {
      const row = [...document.querySelectorAll('[data-job]')].find((row) => row.querySelector('.title')?.textContent === title);
      const picture = row?.querySelector('img');
      return row ? (picture ? { src: picture.src, width: picture.naturalWidth } : null) : 'no row';
    }, title);
  await expect.poll(look).not.toBe('no row');
  const shown = await look();
  await popup.close();
  return shown;
};

const isOurs = { src: expect.stringMatching(/^data:image\/png;base64,/), width: 96 };

test("a site's icon is fetched as its page would, shown as a picture of ours, kept after a death of the background and replaced by updateUI()", async ({
  driver,
  open,
  server,
}) => {
  const file = server.file('/episode', { size: 1_000 }, { holdAt: 500 });
  const page = await open(`${server.origin}/icons/`);
  await startFetch(page, 'episode', [file.url], { title: 'With icon', icons: [{ src: 'icon.png' }] });

  await expect.poll(() => pictureOf(driver, 'With icon')).toEqual(isOurs);
  const requests = server.log.entries.filter(({ path }) => path === '/icons/icon.png');
  expect(requests.map(({ method, headers }) => ({ method, site: headers['sec-fetch-site'], referer: headers.referer }))).toEqual([
    { method: 'GET', site: 'same-origin', referer: `${server.origin}/icons/` },
  ]);
  await driver.killBackground();
  await expect.poll(() => pictureOf(driver, 'With icon')).toEqual(isOurs);
  expect(server.log.entries.filter(({ path }) => path === '/icons/icon.png')).toHaveLength(1);
  file.release();
  await expect.poll(() => noteOf(page, 'episode')).toMatchObject({ type: 'backgroundfetchsuccess' });
  await expect.poll(() => pictureOf(driver, 'With icon'), 'the smaller one that the worker named').toEqual({ ...isOurs, width: 48 });
});

for (const [what, name] of [
  ['a script', 'script.png'],
  ['more pixels than memory', 'huge.png'],
] as const) {
  test(`attack: an icon that is ${what} is never shown, and the fetch is none the worse`, async ({ driver, open, server }) => {
    const file = server.file('/episode', { size: 1_000 });
    const page = await open(`${server.origin}/icons/`);
    await startFetch(page, 'attack', [file.url], { title: 'Attack', icons: [{ src: name }] });
    await expect.poll(() => noteOf(page, 'attack')).toMatchObject({ type: 'backgroundfetchsuccess' });
    await expect.poll(() => server.log.entries.find(({ path }) => path === `/icons/${name}`)?.closed).toBe(true);

    await startFetch(page, 'control', [file.url], { title: 'Control', icons: [{ src: 'icon.png' }] });
    await expect.poll(() => pictureOf(driver, 'Control'), 'another icon of the same site is').toEqual(isOurs);
    expect(await pictureOf(driver, 'Attack')).toBeNull();
  });
}

test('attack: an icon that the policy of the page refuses is not asked for', async ({ driver, open, server }) => {
  const file = server.file('/episode', { size: 1_000 });
  const page = await open(`${server.origin}/icons/`);
  await page.evaluate(() => {
    const policy = document.createElement('meta');
    policy.httpEquiv = 'Content-Security-Policy';
    policy.content = "connect-src 'self'";
    document.head.append(policy);
  });
  await startFetch(page, 'attack', [file.url], { title: 'Refused', icons: [{ src: `${server.otherOrigin}/icons/icon.png` }] });
  await startFetch(page, 'control', [file.url], { title: 'Allowed', icons: [{ src: 'icon.png' }] });
  await expect.poll(() => pictureOf(driver, 'Allowed')).toEqual(isOurs);
  expect(await pictureOf(driver, 'Refused')).toBeNull();
  expect(server.log.entries.filter(({ path }) => path === '/icons/icon.png').map(({ host }) => host)).toEqual([new URL(server.origin).host]);
});
