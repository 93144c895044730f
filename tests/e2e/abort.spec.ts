import { abortFetch, idsOf, noteOf, startFetch } from '../fixtures/background-fetch';
import { pressButton } from '../fixtures/popup';
import { expectOneGetEach } from '../fixtures/expect-requests';
import { expect, test } from '../fixtures/test';

const HALF = { size: 4_000_000, holdAt: 2_000_000 };

test('the page aborts', async ({ open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'aborted', [file.url]);
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  expect(await abortFetch(page, 'aborted')).toBe(true);

  await expect.poll(() => noteOf(page, 'aborted')).toMatchObject({
    type: 'backgroundfetchabort',
    result: 'failure',
    failureReason: 'aborted',
    records: [{ url: file.url, error: 'AbortError' }],
  });
  await expect.poll(() => file.requests()[0]?.closed, 'the connection is given up').toBe(true);
  expect(await idsOf(page)).toEqual([]);
  expectOneGetEach(file);
});

test('the person cancels in the popup', async ({ driver, open, server }) => {
  const file = server.file('/episode', HALF, HALF);
  const page = await open(`${server.origin}/classic/`);
  await startFetch(page, 'cancelled', [file.url], { title: 'Episode 7' });
  await expect.poll(() => file.requests()[0]?.bytesSent).toBe(HALF.holdAt);

  const popup = await driver.extensionPage('popup.html');
  await expect.poll(() => pressButton(popup, 'Cancel')).toBe(true);

  await expect.poll(() => noteOf(page, 'cancelled')).toMatchObject({ type: 'backgroundfetchabort', failureReason: 'aborted' });
  await expect.poll(() => file.requests()[0]?.closed, 'the connection is given up').toBe(true);
  await popup.close();
  expectOneGetEach(file);
});
