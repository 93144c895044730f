/** Does the work of one site one after the other. Resolves and rejects as the work does. */
export type Turns = <Result>(origin: string, work: () => Promise<Result>) => Promise<Result>;

/** A database does what it is asked in the order of asking: ten thousand calls of one site, made at once, would stand before every other site's. */
export const createTurns = (): Turns => {
  const last = new Map<string, Promise<void>>();
  return (origin, work) => {
    const done = (last.get(origin) ?? Promise.resolve()).then(work);
    const over = done.then(
      () => {},
      () => {},
    );
    last.set(origin, over);
    void over.then(() => last.get(origin) === over && last.delete(origin));
    return done;
  };
};
