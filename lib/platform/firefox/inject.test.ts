import { expect, test } from 'vitest';
import { isServiceWorkerScript } from './inject';

const headers = (text: string) =>
  text.split(' ').map((pair) => {
    const [name, value] = pair.split('=') as [string, string];
    return { name, value };
  });
const MAIN = 'Service-Worker=script Sec-Fetch-Dest=serviceworker Sec-Fetch-Mode=same-origin';

test.each([
  ['main script of a worker', { requestHeaders: headers(MAIN) }, true],
  ['sub-script at an update check', { requestHeaders: headers('Service-Worker=script Sec-Fetch-Dest=script Sec-Fetch-Mode=no-cors') }, true],
  ['importScripts, first load', { requestHeaders: headers('Sec-Fetch-Dest=script Sec-Fetch-Mode=no-cors') }, true],
  ['static import, first load', { requestHeaders: headers('sec-fetch-dest=worker sec-fetch-mode=cors') }, true],
  ['classic dedicated worker', { requestHeaders: headers('Sec-Fetch-Dest=worker Sec-Fetch-Mode=same-origin') }, false],
  ['shared worker', { requestHeaders: headers('Sec-Fetch-Dest=sharedworker Sec-Fetch-Mode=same-origin') }, false],
  ['module script of a page', { requestHeaders: headers('Sec-Fetch-Dest=script Sec-Fetch-Mode=cors') }, false],
  ['script of a tab', { tabId: 7, requestHeaders: headers(MAIN) }, false],
  ['script of a frame without a tab', { frameAncestors: [{ url: 'https://a.test/', frameId: 0 }], requestHeaders: headers(MAIN) }, false],
  ['something that is no script', { type: 'image' as const, requestHeaders: headers(MAIN) }, false],
  ['no headers at all', {}, false],
])('%s', (_, details, expected) => {
  expect(isServiceWorkerScript({ type: 'script', tabId: -1, ...details })).toBe(expected);
});
