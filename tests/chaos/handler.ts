import type { TestServer } from '../fixtures/server/server.ts';

/** What the server sees of the site's handler, which asks for leave when it begins; see sites/chaos. */
export interface Handler {
  /** Resolves when it has begun so many times. */
  begun(times: number): Promise<void>;
  readonly times: number;
  /** It may go on, now and whenever it begins again. */
  letGo(): void;
}

export const createHandler = (server: TestServer): Handler => {
  const leave = Promise.withResolvers<void>();
  let waiting: (() => void)[] = [];
  let times = 0;
  const valve = async (): Promise<number> => {
    times++;
    for (const wake of waiting) wake();
    waiting = [];
    await leave.promise;
    return 1;
  };
  server.file('/begin', { size: 1 }, { valve });
  return {
    begun: async (wanted) => {
      while (times < wanted) await new Promise<void>((resolve) => waiting.push(resolve));
    },
    get times() {
      return times;
    },
    letGo: () => leave.resolve(),
  };
};
