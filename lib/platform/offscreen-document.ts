/** Chromium's one offscreen document: made at need, never twice, known by the port on which it connects. */

import type { Runtime } from 'webextension-polyfill';
import { WireException } from '../wire/wire';

/** The parts of chrome.offscreen and chrome.runtime.getContexts that the polyfill's types do not know. */
export interface OffscreenAPI {
  exists(): Promise<boolean>;
  create(): Promise<void>;
  close(): Promise<void>;
}

export interface OffscreenDocument {
  /** The document's port; makes the document when there is none. Rejects `disconnected`. */
  port(): Promise<Runtime.Port>;
  /** The document connected: for the first time, or to a new background. */
  accept(port: Runtime.Port): void;
  close(): Promise<void>;
}

/** A loaded machine takes seconds to make a process. */
const CONNECT_WITHIN = 15_000;

export function createOffscreenDocument(api: OffscreenAPI): OffscreenDocument {
  let current: Runtime.Port | null = null;
  let bringing: Promise<Runtime.Port> | null = null;
  let arrived: (port: Runtime.Port) => void = () => {};

  async function bring(): Promise<Runtime.Port> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arrival = new Promise<Runtime.Port>((resolve, reject) => {
      arrived = resolve;
      timer = setTimeout(() => reject(new WireException('disconnected', 'the offscreen document did not connect')), CONNECT_WITHIN);
    });
    arrival.catch(() => {});
    try {
      // A document that outlived an earlier background connects by itself.
      if (!(await api.exists())) await api.create();
      return await arrival;
    } catch (error) {
      await api.close().catch(() => {});
      throw error instanceof WireException ? error : new WireException('disconnected', 'no offscreen document', { cause: error });
    } finally {
      clearTimeout(timer);
    }
  }

  return {
    port() {
      if (current !== null) return Promise.resolve(current);
      bringing ??= bring().finally(() => (bringing = null));
      return bringing;
    },
    accept(port) {
      current = port;
      port.onDisconnect.addListener(() => {
        if (current === port) current = null;
      });
      arrived(port);
    },
    async close() {
      current = null;
      if (await api.exists()) await api.close();
    },
  };
}
