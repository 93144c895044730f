/** The dedicated Worker that completes records: joins the engine with the wire to the background. */

import { createHopService } from '../fetch-as/hop-service';
import { siteOf } from '../fetch-as/same-site';
import type { FetchAs, HopService } from '../fetch-as/types';
import type { SecondWorkerCalls } from '../protocol/stretch';
import type { HopCalls, TransferCalls, TransferPushes } from '../protocol/transfer';
import type { Endpoint } from '../protocol/wire';
import type { Handlers } from '../wire/wire';
import { openWire } from '../wire/wire';
import { systemClock } from './clock';
import type { Engine } from './engine';
import { drawIcon } from './icons/draw-icon';
import { loadIcon } from './icons/load-icon';
import { createBeginStretch } from './stretch/begin-stretch';
import type { Journal } from './journal';
import type { Limits } from './limits';
import type { Network } from './network';
import { opfsSegmentStore, type Flush } from './segments/opfs-segment-store';
import { createSlots } from './slots';
import { createThrottle } from './throttle';
import { createTransfers } from './transfers';

export interface WorkerParts {
  endpoint: Endpoint;
  /** The origin private file system. */
  root: () => Promise<FileSystemDirectoryHandle>;
  journal: Journal;
  createFetchAs: (hops: HopService) => FetchAs;
  matchesIntegrity: Engine['matchesIntegrity'];
  network: Network;
  quota: Engine['quota'];
  limits: Limits;
  /** Null: files are flushed here. */
  flush: Flush | null;
  /** Whether the background starts second Workers. */
  second: boolean;
  onFault: (error: unknown) => void;
}

/** Must be called before the script's first turn ends: calls may be waiting already. */
export const startWorker = ({ endpoint, root, journal, createFetchAs, matchesIntegrity, network, quota, limits, flush, second, onFault }: WorkerParts): void => {
  const hops = createHopService({ call: (name, payload) => wire.call(name, payload) });
  const fetchAs = createFetchAs(hops);
  const transfers = createTransfers({
    // Until it is told: no other file is of this one.
    session: crypto.randomUUID().replaceAll('-', ''),
    journal,
    store: opfsSegmentStore(root, flush),
    fetchAs,
    matchesIntegrity,
    slots: createSlots(limits.connections, limits.connectionsPerHost),
    throttle: createThrottle(systemClock),
    unsplit: new Set(),
    answered: new Set(),
    beginStretch: second ? createBeginStretch({ call: (name, payload, transfer) => wire.call(name, payload, transfer) }, systemClock, limits) : null,
    clock: systemClock,
    network,
    quota,
    limits,
    push: (name, payload) => wire.push(name, payload),
    onFault,
  });
  const iconSlots = createSlots(limits.icons, limits.iconsPerHost);
  const handlers: Handlers<TransferCalls> = {
    ...transfers,
    icon: ({ job, src, client }) =>
      loadIcon(src, client, { fetchAs, draw: drawIcon, slot: (host, signal) => iconSlots.take({ job, site: siteOf(new URL(client.origin)), host }, signal) }),
  };
  const wire = openWire<HopCalls & SecondWorkerCalls, TransferPushes, TransferCalls, {}>(endpoint, handlers, {}, { onFault: (_name, error) => onFault(error) });
};
