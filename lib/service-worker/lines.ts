/** The worker's ways to the extension: ports handed to it by bridges, any of which may be dead without telling. */

import type { LineCalls, ServiceWorkerPushes } from '../protocol/service-worker';
import type { SiteCalls, SitePushes } from '../protocol/site';
import { messagePortEndpoint } from '../wire/message-port';
import { madeAgain } from '../wire/made-again';
import { openWire, WireException, type Listeners, type Wire } from '../wire/wire';
import { within } from '../wire/within';

export type Line = Wire<SiteCalls & LineCalls, ServiceWorkerPushes>;

export interface Lines {
  /** A line for one answer; calls never take it. */
  open(port: MessagePort): Line;
  /** A line for the calls of this worker, until it is dropped or found dead. */
  adopt(port: MessagePort): Line;
  drop(line: Line): void;
  /** Over the newest line that lives, or one that is rung for. */
  call: Wire<SiteCalls, {}>['call'];
}

interface Times {
  /** Heard so lately, a line needs no asking. */
  fresh: number;
  /** For a sign of life before a call, and while one waits. */
  patience: number;
  longPatience: number;
  /** Between two looks after a line whose answer is waited for. */
  check: number;
}

const TIMES: Times = { fresh: 2_000, patience: 1_000, longPatience: 10_000, check: 10_000 };
const ATTEMPTS = 5;

export function createLines(pushes: Listeners<SitePushes>, ring: () => Promise<void>, times: Times = TIMES): Lines {
  const adopted: Line[] = [];
  const heard = new Map<Line, number>();

  const open = (port: MessagePort): Line => {
    const endpoint = messagePortEndpoint(port);
    const line: Line = openWire<SiteCalls & LineCalls, ServiceWorkerPushes, {}, SitePushes>(
      {
        ...endpoint,
        open: (receive, closed) =>
          endpoint.open((frame) => {
            if (heard.has(line)) heard.set(line, Date.now());
            receive(frame);
          }, closed),
      },
      {},
      pushes,
    );
    return line;
  };

  const drop = (line: Line): void => {
    heard.delete(line);
    const index = adopted.indexOf(line);
    if (index !== -1) adopted.splice(index, 1);
    line.close();
  };

  const isAlive = async (line: Line, patience: number): Promise<boolean> => {
    if (Date.now() - (heard.get(line) ?? 0) < times.fresh) return true;
    const answer = line.call('alive', null).then(
      () => true,
      () => false,
    );
    if (await within(answer, patience)) return true;
    drop(line);
    return false;
  };

  const live = async (): Promise<Line> => {
    for (;;) {
      for (const line of adopted.toReversed()) if (await isAlive(line, times.patience)) return line;
      await ring();
    }
  };

  return {
    open,
    drop,
    adopt(port) {
      const line = open(port);
      heard.set(line, Date.now());
      adopted.push(line);
      return line;
    },
    async call(name, payload) {
      for (let attempt = 1; ; attempt += 1) {
        const line = await live();
        // The port of a bridge that went away tells nothing: dropping it ends its calls.
        const watch = setInterval(() => void isAlive(line, times.longPatience), times.check);
        try {
          return await line.call(name, attempt === 1 ? payload : madeAgain(name, payload));
        } catch (error) {
          const lost = error instanceof WireException && error.code === 'disconnected';
          if (!lost || attempt === ATTEMPTS) throw error;
        } finally {
          clearInterval(watch);
        }
      }
    },
  };
}
