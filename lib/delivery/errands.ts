/**
 * Errands under way: what each frame or tab that we opened is to do, known by a token that only it was given.
 * Lives in memory: when the background dies its errands die, and the supervisor sends the events again.
 */

import { FRAME_NAME } from '../protocol/hand-over';
import type { ErrandOutcome, ServiceWorkerErrand } from '../protocol/site';
import { randomToken } from '../wire/random-token';
import { WireException } from '../wire/wire';

/** Who serves. `tabId` null: a document in no tab, so a frame in a document of ours. */
export interface Server {
  origin: string;
  tabId: number | null;
}

export interface PendingErrand {
  /** Also the frame's name. */
  token: string;
  /** Resolves when a bridge has taken it. */
  taken: Promise<void>;
  /** Resolves once. `died` when the bridge that took it went away. */
  outcome: Promise<ErrandOutcome>;
  /** Nobody may take or answer it from now on. */
  close(): void;
}

export interface Errands {
  open(errand: ServiceWorkerErrand, server: Server): PendingErrand;
  /** BridgeCalls.serve. Null for anyone but the one it was opened for: a guesser learns nothing. `gone` resolves when the caller's line closes. */
  serve(token: string, server: Server, gone: Promise<void>): ServiceWorkerErrand | null;
  /** BridgeCalls.served. Rejects `not-allowed` for anyone else. */
  served(token: string, server: Server, outcome: ErrandOutcome): null;
}

interface Entry {
  errand: ServiceWorkerErrand;
  server: Server;
  /** Bridges that have it: the last one's going is the errand's death. */
  holders: number;
  take: () => void;
  settle: (outcome: ErrandOutcome) => void;
}

export function createErrands(): Errands {
  const entries = new Map<string, Entry>();

  const find = (token: string, { origin, tabId }: Server): Entry | null => {
    const entry = entries.get(token);
    return entry !== undefined && entry.server.origin === origin && entry.server.tabId === tabId ? entry : null;
  };

  return {
    open(errand, server) {
      const token = FRAME_NAME + randomToken();
      const taken = Promise.withResolvers<void>();
      const outcome = Promise.withResolvers<ErrandOutcome>();
      entries.set(token, { errand, server, holders: 0, take: taken.resolve, settle: outcome.resolve });
      return { token, taken: taken.promise, outcome: outcome.promise, close: () => void entries.delete(token) };
    },
    serve(token, server, gone) {
      const entry = find(token, server);
      if (entry === null) return null;
      entry.holders += 1;
      entry.take();
      void gone.then(() => {
        entry.holders -= 1;
        if (entry.holders === 0) entry.settle({ kind: 'died' });
      });
      return entry.errand;
    },
    served(token, server, outcome) {
      const entry = find(token, server);
      if (entry === null || entry.holders === 0) throw new WireException('not-allowed', 'no such errand');
      entry.settle(outcome);
      return null;
    },
  };
}
