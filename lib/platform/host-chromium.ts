/** Chromium: the background is a service worker; the Worker and the frames live in the offscreen document, and are spoken to over its port and its Worker's lane. */

import type { Runtime } from 'webextension-polyfill';
import type { HostCalls, HostPushes, Lane } from '../protocol/host';
import { randomToken } from '../wire/random-token';
import { runtimePortEndpoint } from '../wire/runtime-port';
import { within } from '../wire/within';
import { openWire, WireException, type Wire } from '../wire/wire';
import type { Host, HostEvents } from './host';
import { createKeepAlive } from './keep-alive';
import { createOffscreenDocument, type OffscreenAPI } from './offscreen-document';
import { createTransferWorker, type WorkerLine } from './transfer-worker';
import { openWorkerLane, type WorkerLane } from './worker-lane';

interface Environment {
  offscreen: OffscreenAPI;
  /** Resolves with the lane that arrives by that name. */
  receiveLane: (name: string) => Promise<Lane>;
  /** Any call of an extension API. */
  touch: () => void;
  onFault: (where: string, error: unknown) => void;
}

/** A document that nobody needs goes after this: making it again costs about 100 ms. */
const IDLE = 15_000;

/** The lane comes within a few milliseconds of being asked for. */
const LANE_WITHIN = 15_000;

export function createChromiumHost(events: HostEvents, { offscreen, receiveLane, touch, onFault }: Environment): { host: Host; accept(port: Runtime.Port): void } {
  const page = createOffscreenDocument(offscreen);
  const controls = new WeakMap<Runtime.Port, Wire<HostCalls, {}>>();
  const lanes = new WeakMap<Runtime.Port, Promise<WorkerLane>>();
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
    const lane = await lanes.get(port)!;
    let fail!: (reason: string) => void;
    const failed = new Promise<string>((resolve) => (fail = resolve));
    const { worker: number, fresh } = await control.call('startWorker', null);
    failures.set(port, (failure) => {
      if (failure.worker === number) fail(failure.detail);
    });
    const end = (): void => void control.call('endWorker', { worker: number }).catch(() => {});
    return { endpoint: lane.endpoint(number, end), fresh, failed };
  }

  async function openLane(control: Wire<HostCalls, {}>): Promise<WorkerLane> {
    const name = randomToken();
    const arriving = receiveLane(name);
    const arrived = await within(
      control.call('openLane', { name }).then(() => arriving),
      LANE_WITHIN,
    );
    if (arrived === null) {
      // The next one may do better.
      await page.close();
      throw new WireException('disconnected', 'no lane to the offscreen document');
    }
    const lane = openWorkerLane(arrived);
    void control.closed.then(lane.close);
    return lane;
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
      const control = openWire<HostCalls, {}, {}, HostPushes>(runtimePortEndpoint(port), {}, { workerFailed: (failure) => failures.get(port)?.(failure) }, { onFault });
      controls.set(port, control);
      // At once: a Worker that has lived on may have asked something already.
      const lane = openLane(control);
      // Told where it is waited for.
      lane.catch(() => {});
      lanes.set(port, lane);
      page.accept(port);
      rest();
    },
  };
}
