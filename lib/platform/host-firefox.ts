/** Firefox and Safari: the background is a document, which holds the Worker and the frames itself. */

import { createFrames } from './frames';
import type { Host, HostEvents } from './host';
import { openBlob } from './open-blob';
import { createKeepAlive } from './keep-alive';
import { createTransferWorker } from './transfer-worker';
import { workerLine } from './worker-line';

interface Environment {
  document: Document;
  spawn: () => Worker;
  /** Any call of an extension API. */
  touch: () => void;
  onFault: (where: string, error: unknown) => void;
}

export function createDocumentHost(events: HostEvents, { document, spawn, touch, onFault }: Environment): Host {
  const frames = createFrames(document);
  const worker = createTransferWorker({ start: async () => workerLine(spawn()), events, onFault });
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
