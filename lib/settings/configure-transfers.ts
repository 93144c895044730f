import type { Settings } from '../protocol/settings';
import type { TransferCalls } from '../protocol/transfer';
import type { Wire } from '../wire/wire';

/** Must be told to every Worker before its first order, and to the one that runs at every change. */
export const configureTransfers = (worker: Wire<TransferCalls, {}>, { connections, connectionsPerHost, speedLimit }: Settings): Promise<null> =>
  worker.call('configure', { connections, connectionsPerHost, bytesPerSecond: speedLimit });
