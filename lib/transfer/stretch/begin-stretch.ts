import type { SecondWorkerCalls, StretchCalls, StretchOrders, StretchPushes } from '../../protocol/stretch';
import { messagePortEndpoint } from '../../wire/message-port';
import { openWire, type Wire } from '../../wire/wire';
import type { Clock } from '../clock';
import type { Limits } from '../limits';
import type { BeginStretch, StretchEnd } from './stretch';

/**
 * Each stretch in a Worker of its own, which ends with it: one at a time, for two keep the processors busy, and sites may have any number of large bodies
 * under way. Where one has failed, no other is tried.
 */
export const createBeginStretch = (background: Pick<Wire<SecondWorkerCalls, {}>, 'call'>, clock: Clock, { stretchStop }: Limits): BeginStretch => {
  let broken = false;
  let busy = false;
  let last = 0;
  return (order, sealed) => {
    if (broken || busy) return null;
    busy = true;
    const number = ++last;
    const { port1, port2 } = new MessageChannel();
    const wire = openWire<StretchCalls, StretchOrders, {}, StretchPushes>(messagePortEndpoint(port1), {}, { sealed });
    let over = false;
    let cancel = (): void => {};
    const end = (): void => void background.call('endSecondWorker', { number }).catch(() => {});
    const gone = (): void => {
      broken ||= !over;
      wire.close();
    };
    background.call('startSecondWorker', { number, port: port2 }, [port2]).then(gone, gone);
    const ended = wire.call('fetchStretch', order).catch((): StretchEnd => 'failed');
    void ended.then(() => {
      over = true;
      busy = false;
      cancel();
      end();
    });
    const stop = (): void => {
      wire.push('stopStretch', null);
      cancel();
      if (!over) cancel = clock.after(stretchStop, end);
    };
    return { ended, stop };
  };
};
