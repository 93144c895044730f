/** The Worker that brings files to the disk: joins that with the wire to the transfer Worker. */

import type { FlushCalls } from '../../protocol/flush';
import type { Endpoint } from '../../protocol/wire';
import { openWire } from '../../wire/wire';
import { flushFile } from '../segments/flush-file';

/** Name of that Worker: all run one script. */
export const FLUSH_WORKER = 'flush';

/** Must be called before the script's first turn ends. */
export const startFlushWorker = ({ endpoint, onFault }: { endpoint: Endpoint; onFault: (error: unknown) => void }): void => {
  const flush = async ({ file }: FlushCalls['flush']['payload']): Promise<null> => {
    await flushFile(file);
    return null;
  };
  openWire<{}, {}, FlushCalls, {}>(endpoint, { flush }, {}, { onFault: (_name, error) => onFault(error) });
};
