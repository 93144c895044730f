/** The second Worker: joins a stretch with the wires to the background and to the transfer Worker. */

import { createHopService } from '../../fetch-as/hop-service';
import type { SecondWorkerPushes, StretchCalls, StretchOrders, StretchPushes } from '../../protocol/stretch';
import type { HopCalls } from '../../protocol/transfer';
import { messagePortEndpoint } from '../../wire/message-port';
import { openWire } from '../../wire/wire';
import { systemClock } from '../clock';
import { opfsSegmentStore } from '../segments/opfs-segment-store';
import type { WorkerParts } from '../start-worker';
import { fetchAStretch } from './fetch-a-stretch';

/** Must be called before the script's first turn ends. */
export const startSecondWorker = ({ endpoint, root, createFetchAs, limits, onFault }: Pick<WorkerParts, 'endpoint' | 'root' | 'createFetchAs' | 'limits' | 'onFault'>): void => {
  const fault = { onFault: (_name: string, error: unknown) => onFault(error) };
  const serve = (port: MessagePort): void => {
    const stopping = new AbortController();
    const parts = { store: opfsSegmentStore(root, null), fetchAs, clock: systemClock, limits };
    const line = openWire<{}, StretchPushes, StretchCalls, StretchOrders>(
      messagePortEndpoint(port),
      { fetchStretch: (order) => fetchAStretch(order, parts, (segment) => line.push('sealed', segment), stopping.signal) },
      { stopStretch: () => stopping.abort(new Error('stopped')) },
      fault,
    );
  };
  const background = openWire<HopCalls, {}, {}, SecondWorkerPushes>(endpoint, {}, { line: ({ port }) => serve(port) }, fault);
  const fetchAs = createFetchAs(createHopService(background));
};
