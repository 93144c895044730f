import { expect, test } from 'vitest';
import { fakeBrowser } from 'wxt/testing/fake-browser';
import { browserSession } from './browser-session';

test('every background of one run of the browser has the same word, and the next run another', async () => {
  const area = fakeBrowser.storage.session as never;
  const first = await browserSession(area);
  expect(first).toMatch(/^\w+$/);
  expect(await browserSession(area)).toBe(first);
  fakeBrowser.reset();
  expect(await browserSession(area)).not.toBe(first);
});
