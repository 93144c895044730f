/** Lets at most `size` in at once, in order of arrival. */
export interface Gate {
  enter(): Promise<void>;
  leave(): void;
}

export const createGate = (size: number): Gate => {
  const queue: (() => void)[] = [];
  let inside = 0;
  return {
    enter: async () => {
      if (inside < size) inside++;
      else await new Promise<void>((resolve) => queue.push(resolve));
    },
    // Whoever waits first takes the place over.
    leave: () => {
      const next = queue.shift();
      if (next) next();
      else inside--;
    },
  };
};
