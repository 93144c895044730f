import type { FlushCalls } from '../../protocol/flush';
import { messagePortEndpoint } from '../../wire/message-port';
import { openWire, WireException, type Wire } from '../../wire/wire';
import type { Flush } from '../segments/opfs-segment-store';
import { flushFile } from '../segments/flush-file';

/** Has files brought to the disk in another Worker, begun with the first of them: here nothing could be read or written meanwhile. Where there is no such Worker to be had, it is done here. */
export const flushElsewhere = (spawn: () => Worker): Flush => {
  let elsewhere: Wire<FlushCalls, {}> | null = null;
  const begin = (): Wire<FlushCalls, {}> => {
    const worker = spawn();
    const wire = openWire<FlushCalls, {}, {}, {}>(messagePortEndpoint(worker), {}, {});
    worker.onerror = () => wire.close();
    return wire;
  };
  return async (file) => {
    try {
      await (elsewhere ??= begin()).call('flush', { file });
    } catch (error) {
      // A disk that failed once may say afterwards that all is well: https://lwn.net/Articles/752063/
      if (!(error instanceof WireException) || error.code !== 'disconnected') throw error;
      await flushFile(file);
    }
  };
};
