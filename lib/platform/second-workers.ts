/** Firefox: second Workers of the transfer Worker, and their calls. */

import type { SecondWorkerCalls, SecondWorkerPushes } from '../protocol/stretch';
import type { HopCalls } from '../protocol/transfer';
import { messagePortEndpoint } from '../wire/message-port';
import { openWire, type Handlers } from '../wire/wire';
import { workerFailure } from './worker-line';

interface Dependencies {
  spawn: () => Worker;
  hops: Handlers<HopCalls>;
  onFault: (where: string, error: unknown) => void;
}

export interface SecondWorkers {
  /** Answers the transfer Worker. */
  handlers: Handlers<SecondWorkerCalls>;
  /** The transfer Worker is no more. */
  endAll(): void;
}

export const createSecondWorkers = ({ spawn, hops, onFault }: Dependencies): SecondWorkers => {
  const ends = new Map<number, () => void>();
  return {
    handlers: {
      startSecondWorker: async ({ number, port }) => {
        const worker = spawn();
        const wire = openWire<{}, SecondWorkerPushes, HopCalls, {}>(messagePortEndpoint(worker), hops, {}, { onFault });
        const ended = new Promise<void>((resolve) => ends.set(number, resolve));
        wire.push('line', { port }, [port]);
        const failure = await Promise.race([workerFailure(worker), ended]);
        if (failure !== undefined) onFault('second worker', new Error(failure));
        ends.delete(number);
        wire.close();
        return null;
      },
      endSecondWorker: ({ number }) => {
        ends.get(number)?.();
        return null;
      },
    },
    endAll() {
      for (const end of ends.values()) end();
    },
  };
};
