/** Chromium: the offscreen document of the harness extension. Relays. */

import browser from 'webextension-polyfill';

const worker = new Worker('/worker.js');
const port = browser.runtime.connect({ name: 'host' });
worker.onmessage = ({ data }) => port.postMessage(data);
port.onMessage.addListener((frame) => worker.postMessage(frame));
