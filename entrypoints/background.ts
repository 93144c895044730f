import browser from 'webextension-polyfill';
import { defineBackground } from 'wxt/utils/define-background';
import { injectServiceWorkerShim } from '../lib/platform/firefox/inject';
import { startBackground } from '../lib/platform/start-background';

export default defineBackground(() => {
  if (import.meta.env.FIREFOX) {
    const shim = fetch(browser.runtime.getURL('/service-worker.js')).then((response) => response.text());
    injectServiceWorkerShim(browser.webRequest, shim);
  }
  startBackground();
});
