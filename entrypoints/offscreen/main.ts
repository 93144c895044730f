import browser from 'webextension-polyfill';
import { createFrames } from '../../lib/platform/frames';
import { startOffscreenRelay } from '../../lib/platform/offscreen-relay';
import { TRANSFER_WORKER } from '../../lib/platform/worker-line';
import { HOST_PORT } from '../../lib/protocol/ports';

startOffscreenRelay({
  connect: () => browser.runtime.connect({ name: HOST_PORT }),
  sendLane: async (name, lane) => (await navigator.serviceWorker.ready).active?.postMessage(name, [lane]),
  spawn: () => new Worker(browser.runtime.getURL(TRANSFER_WORKER)),
  frames: createFrames(document),
});
