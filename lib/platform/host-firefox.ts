/** Firefox and Safari: the background is a document, which holds the Worker and the frames itself. */

import { SECOND_WORKER } from '../transfer/stretch/stretch';
import { createFrames } from './frames';
import type { Host, HostEvents } from './host';
import { openBlob } from './open-blob';
import { createKeepAlive } from './keep-alive';
import { createSecondWorkers } from './second-workers';
import { createTransferWorker, type WorkerLine } from './transfer-worker';
import { workerLine } from './worker-line';

interface Environment {
  document: Document;
  /** The transfer Worker, or one of its second ones by that name. */
  spawn: (name?: string) => Worker;
  /** Any call of an extension API. */
  touch: () => void;
  onFault: (where: string, error: unknown) => void;
}

export function createDocumentHost(events: HostEvents, { document, spawn, touch, onFault }: Environment): Host {
  const frames = createFrames(document);
  const seconds = createSecondWorkers({ spawn: () => spawn(SECOND_WORKER), hops: events.hops, onFault });
  const start = async (): Promise<WorkerLine> => {
    const line = workerLine(spawn());
    const close = (): void => {
      seconds.endAll();
      line.endpoint.close();
    };
    return { ...line, endpoint: { ...line.endpoint, close } };
  };
  const worker = createTransferWorker({ start, second: seconds.handlers, events, onFault });
  const keepAlive = createKeepAlive(touch);
  return {
    transfer: () => worker.wire(),
    openFrame: async (frame) => frames.open(frame),
    closeFrame: async (name) => frames.close(name),
    openBlob: async (parts) => openBlob(parts),
    closeBlob: async (url) => URL.revokeObjectURL(url),
    keepAlive(busy) {
      keepAlive(busy);
      worker.watch(busy);
    },
  };
}
