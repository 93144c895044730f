/** Lets the act happen, or nothing ever again. */
export type Step = <Result>(act: () => Promise<Result>) => Promise<Result>;

/** By the connection of a background: what its transactions are steps of. */
export const stepOf = new WeakMap<object, Step>();

export const never = new Promise<never>(() => {});

interface Mortal {
  step: Step;
  died: Promise<void>;
  isDead: () => boolean;
}

/** @param steps after which it dies; Infinity: it lives on */
export const mortal = (steps: number): Mortal => {
  const death = Promise.withResolvers<void>();
  let left = steps;
  return {
    died: death.promise,
    isDead: () => left < 0,
    step: async (act) => {
      if (--left >= 0) return act();
      death.resolve();
      return never;
    },
  };
};
