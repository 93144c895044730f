import type { JobKey } from '../protocol/background-fetch';

/** Leave to use the network: so many at once, so many to a host, jobs taking turns. */
export interface Slots {
  /** Resolves with the release, which may be repeated. Rejects with the signal's reason. */
  take(job: JobKey, host: string, signal: AbortSignal): Promise<() => void>;
  /** Other numbers from now on. What has a slot keeps it. */
  configure(overall: number, perHost: number): void;
}

interface Waiter {
  host: string;
  grant: (release: () => void) => void;
}

export const createSlots = (overall: number, perHost: number): Slots => {
  // In order of turns: the job that was served last comes last.
  const queues = new Map<JobKey, Waiter[]>();
  const busy = new Map<string, number>();
  let taken = 0;

  const occupy = (host: string): (() => void) => {
    taken++;
    busy.set(host, (busy.get(host) ?? 0) + 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      taken--;
      const left = busy.get(host)! - 1;
      if (left === 0) busy.delete(host);
      else busy.set(host, left);
      serve();
    };
  };

  const serveOne = (): boolean => {
    for (const [job, queue] of queues) {
      const turn = queue.findIndex(({ host }) => (busy.get(host) ?? 0) < perHost);
      if (turn === -1) continue;
      const [waiter] = queue.splice(turn, 1);
      queues.delete(job);
      if (queue.length > 0) queues.set(job, queue);
      waiter!.grant(occupy(waiter!.host));
      return true;
    }
    return false;
  };

  const serve = (): void => {
    while (taken < overall && serveOne());
  };

  return {
    configure(nowOverall, nowPerHost) {
      overall = nowOverall;
      perHost = nowPerHost;
      serve();
    },
    take: (job, host, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const queue = queues.get(job) ?? [];
        queues.set(job, queue);
        const leave = (): void => {
          const place = queue.indexOf(waiter);
          if (place !== -1) queue.splice(place, 1);
          if (queue.length === 0 && queues.get(job) === queue) queues.delete(job);
          reject(signal.reason);
        };
        const waiter: Waiter = {
          host,
          grant: (release) => {
            signal.removeEventListener('abort', leave);
            resolve(release);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(waiter);
        serve();
      }),
  };
};
