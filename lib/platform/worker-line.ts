import { messagePortEndpoint } from '../wire/message-port';
import type { WorkerLine } from './transfer-worker';

/** Built from entrypoints/transfer-worker.ts. */
export const TRANSFER_WORKER = '/transfer-worker.js';

/** Resolves with the reason when the Worker cannot be loaded, or threw what it did not catch. */
export const workerFailure = (worker: Worker): Promise<string> =>
  new Promise((resolve) => {
    worker.addEventListener('error', (event) => resolve(event.message || 'the script did not load'));
    worker.addEventListener('messageerror', () => resolve('a message could not be read'));
  });

/** A Worker of this document. */
export const workerLine = (worker: Worker): WorkerLine => ({ endpoint: messagePortEndpoint(worker), fresh: true, failed: workerFailure(worker) });
