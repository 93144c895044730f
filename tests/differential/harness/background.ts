/** The background of the harness extension: nothing but the header rules. */

import browser from 'webextension-polyfill';
import { createHops } from '../../../lib/fetch-as/background/hops';
import type { HopCalls } from '../../../lib/protocol/transfer';
import { messagePortEndpoint } from '../../../lib/wire/message-port';
import { runtimePortEndpoint } from '../../../lib/wire/runtime-port';
import { openWire } from '../../../lib/wire/wire';

declare const chrome: { offscreen: { createDocument(options: object): Promise<void> } };

const hops = createHops({ ...browser, extensionURL: browser.runtime.getURL('') });
hops.register();

if (browser.runtime.getURL('').startsWith('chrome-extension:')) {
  browser.runtime.onConnect.addListener((port) => void openWire<{}, {}, HopCalls, {}>(runtimePortEndpoint(port), hops.handlers, {}));
  void chrome.offscreen.createDocument({ url: 'host.html', reasons: ['WORKERS'], justification: 'differential test' });
} else {
  openWire<{}, {}, HopCalls, {}>(messagePortEndpoint(new Worker('/worker.js')), hops.handlers, {});
}
