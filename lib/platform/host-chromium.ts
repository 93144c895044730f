/** Chromium: the background is a service worker; the Worker and the frames live in the offscreen document and are spoken to over its port. */

import type { Runtime } from 'webextension-polyfill';
import type { HostCalls, HostPushes } from '../protocol/host';
import { openWire, type Wire } from '../wire/wire';
import type { Host, HostEvents } from './host';
import { controlLane, holdWorkerLane } from './host-port';
import { createKeepAlive } from './keep-alive';
import { createOffscreenDocument, type OffscreenAPI } from './offscreen-document';
import { createTransferWorker, type WorkerLine } from './transfer-worker';

interface Environment {
  offscreen: OffscreenAPI;
  /** Any call of an extension API. */
  touch: () => void;
  onFault: (where: string, error: unknown) => void;
}

/** A document that nobody needs goes after this: making it again costs about 100 ms. */
const IDLE = 15_000;

export function createChromiumHost(events: HostEvents, { offscreen, touch, onFault }: Environment): { host: Host; accept(port: Runtime.Port): void } {
  const page = createOffscreenDocument(offscreen);
  const controls = new WeakMap<Runtime.Port, Wire<HostCalls, {}>>();
  const lanes = new WeakMap<Runtime.Port, ReturnType<typeof holdWorkerLane>>();
  const failures = new WeakMap<Runtime.Port, (failure: HostPushes['workerFailed']) => void>();
  const worker = createTransferWorker({ start, events, onFault });
  const keepAlive = createKeepAlive(touch);
  let busy = false;
  let idle: ReturnType<typeof setTimeout> | undefined;

  function rest(): void {
    clearTimeout(idle);
    if (busy) return;
    idle = setTimeout(() => {
      worker.end();
      page.close().catch((error: unknown) => onFault('offscreen', error));
    }, IDLE);
  }

  async function start(): Promise<WorkerLine> {
    const port = await page.port();
    const control = controls.get(port)!;
    let fail!: (reason: string) => void;
    const failed = new Promise<string>((resolve) => (fail = resolve));
    const { worker: number, fresh } = await control.call('startWorker', null);
    failures.set(port, (failure) => {
      if (failure.worker === number) fail(failure.detail);
    });
    const end = (): void => void control.call('endWorker', { worker: number }).catch(() => {});
    return { endpoint: lanes.get(port)!(number, end), fresh, failed };
  }

  const control = async (): Promise<Wire<HostCalls, {}>> => controls.get(await page.port())!;

  return {
    host: {
      transfer() {
        rest();
        return worker.wire();
      },
      async openFrame(frame) {
        rest();
        await (await control()).call('openFrame', frame);
      },
      async closeFrame(name) {
        await (await control()).call('closeFrame', { name });
      },
      async openBlob(parts) {
        rest();
        return (await control()).call('openBlob', { parts });
      },
      async closeBlob(url) {
        // With the document went its URLs.
        if (await offscreen.exists()) await (await control()).call('closeBlob', { url });
      },
      keepAlive(nowBusy) {
        if (nowBusy === busy) return;
        busy = nowBusy;
        keepAlive(busy);
        worker.watch(busy);
        rest();
      },
    },
    accept(port) {
      lanes.set(port, holdWorkerLane(port));
      controls.set(port, openWire<HostCalls, {}, {}, HostPushes>(controlLane(port), {}, { workerFailed: (failure) => failures.get(port)?.(failure) }, { onFault }));
      page.accept(port);
      rest();
    },
  };
}
