/**
 * What every page carries: two listeners, a third in the page on top, and nothing else before the page's realm or the background wants something.
 * Uses the browser's own `runtime` object: both styles of it (promises, callbacks) agree in what is used, and a polyfill would weigh more than we do.
 */

import type { Runtime } from 'webextension-polyfill';
import { ALIVE_EVENT, CONNECT_EVENT, FRAME_NAME } from '../protocol/hand-over';
import { isMissing } from '../probe/is-missing';
import type { TabMessage } from '../protocol/tab';
import { createBridge, type Bridge } from './create-bridge';

const isServe = (message: unknown): message is Extract<TabMessage, { serve: string }> =>
  typeof message === 'object' && message !== null && 'serve' in message && typeof message.serve === 'string';

/** @param runtime asked for where it is needed only: in a frame that does without, the browser need not make its APIs (decisions/page-cost.md) */
export function startBridge(window: Window & typeof globalThis, runtime: () => Runtime.Static): void {
  if (!isMissing(window)) return;
  let bridge: Bridge | null = null;
  let handedOver = false;
  const used = (): Bridge => (bridge ??= createBridge(window, runtime()));
  // An extension that went away meanwhile has nobody to serve, and needs no error in the page's console.
  const serve = (token: string): void => void used().serve(token).catch(() => {});

  window.addEventListener(CONNECT_EVENT, () => {
    handedOver = true;
    used().connectPage();
  });
  // Must not speak for a bridge of before a reload of the extension: the page's port would be that one's.
  window.addEventListener(ALIVE_EVENT, (event) => handedOver && event.preventDefault());
  if (window.parent === window) {
    runtime().onMessage.addListener((message: unknown): undefined => {
      if (isServe(message)) serve(message.serve);
    });
  } else if (window.name.startsWith(FRAME_NAME)) {
    // Any embedder can set this name: the background knows its own tokens and where they belong.
    serve(window.name);
  }
}
