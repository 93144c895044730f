import type { JobKey } from '../protocol/background-fetch';

/** Who wants a connection, and to where. */
export interface Use {
  job: JobKey;
  /** Of the job: schemeful, so that no site is more than one by names or ports of its own making. */
  site: string;
  /** With its port. */
  host: string;
}

/**
 * Leave to use the network: so many at once, so many to a host, jobs taking turns. A site that has no slot gets one beyond the number in all: others could
 * have all of them for ever, by servers that send a byte a minute. Never beyond that of a host: the browser would let it wait there, where it counts
 * as a server that does not answer.
 */
export interface Slots {
  /** Resolves with the release, which may be repeated. Rejects with the signal's reason. */
  take(use: Use, signal: AbortSignal): Promise<() => void>;
  /** The same where nobody waits for it; null otherwise. */
  takeSpare(use: Use): (() => void) | null;
  /** Other numbers from now on. What has a slot keeps it. */
  configure(overall: number, perHost: number): void;
}

interface Waiter {
  use: Use;
  grant: (release: () => void) => void;
}

export const createSlots = (overall: number, perHost: number): Slots => {
  // In order of turns: the job that was served last comes last.
  const queues = new Map<JobKey, Waiter[]>();
  const hosts = createTally();
  const sites = createTally();
  let taken = 0;

  const occupy = ({ site, host }: Use): (() => void) => {
    taken++;
    hosts.add(host, 1);
    sites.add(site, 1);
    let held = true;
    return () => {
      if (!held) return;
      held = false;
      taken--;
      hosts.add(host, -1);
      sites.add(site, -1);
      serve();
    };
  };

  const hasNone = ({ site }: Use): boolean => sites.of(site) === 0;
  const fits = ({ host }: Use): boolean => hosts.of(host) < perHost;

  /** @param may asked about one waiter of each job: they are all of one site */
  const serveOne = (may: (use: Use) => boolean): boolean => {
    for (const [job, queue] of queues) {
      const turn = may(queue[0]!.use) ? queue.findIndex(({ use }) => fits(use)) : -1;
      if (turn === -1) continue;
      const [waiter] = queue.splice(turn, 1);
      queues.delete(job);
      if (queue.length > 0) queues.set(job, queue);
      waiter!.grant(occupy(waiter!.use));
      return true;
    }
    return false;
  };

  const serve = (): void => {
    while (serveOne(hasNone));
    while (taken < overall && serveOne(() => true));
  };

  return {
    takeSpare: (use) => (queues.size === 0 && taken < overall && fits(use) ? occupy(use) : null),
    configure(nowOverall, nowPerHost) {
      overall = nowOverall;
      perHost = nowPerHost;
      serve();
    },
    take: (use, signal) =>
      new Promise((resolve, reject) => {
        signal.throwIfAborted();
        const queue = queues.get(use.job) ?? [];
        queues.set(use.job, queue);
        const leave = (): void => {
          const place = queue.indexOf(waiter);
          if (place !== -1) queue.splice(place, 1);
          if (queue.length === 0 && queues.get(use.job) === queue) queues.delete(use.job);
          reject(signal.reason);
        };
        const waiter: Waiter = {
          use,
          grant: (release) => {
            signal.removeEventListener('abort', leave);
            resolve(release);
          },
        };
        signal.addEventListener('abort', leave, { once: true });
        queue.push(waiter);
        // For those who wait already nothing has changed, and they may be thousands.
        if (fits(use) && (taken < overall || hasNone(use))) serve();
      }),
  };
};

interface Tally {
  of(key: string): number;
  add(key: string, by: number): void;
}

const createTally = (): Tally => {
  const counts = new Map<string, number>();
  const of = (key: string): number => counts.get(key) ?? 0;
  return {
    of,
    add: (key, by) => {
      const now = of(key) + by;
      if (now === 0) counts.delete(key);
      else counts.set(key, now);
    },
  };
};
