import type { Runtime } from 'webextension-polyfill';
import { defineContentScript } from 'wxt/utils/define-content-script';
import { startBridge } from '../lib/bridge/start-bridge';

interface ExtensionGlobals {
  browser?: { runtime: Runtime.Static };
  chrome?: { runtime: Runtime.Static };
}

export default defineContentScript({
  matches: ['https://*/*', 'http://*/*'],
  allFrames: true,
  matchAboutBlank: true,
  runAt: 'document_start',
  main: () => {
    startBridge(window, () => {
      const { browser, chrome } = globalThis as ExtensionGlobals;
      return (browser ?? chrome)!.runtime;
    });
  },
});
